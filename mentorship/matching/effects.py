"""What a change of a draft brings, in words: the figures before and after, and everybody whom it touches."""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.people.models import Mentee, Mentor

from .clashes import clash_of
from .workbench import whole

MOST_NAMED = 8


@dataclass(frozen=True)
class Told:
    """``words`` is one line, ``changes`` a line for each mentee whom the wish was not about."""

    words: str
    changes: list = field(default_factory=list)
    is_possible: bool = True


def told(effect, *, is_done=False):
    """«Что изменится: средняя 74 → 72, без пары 3 → 3, наставник сменится у 1 ученика»."""
    if effect.clash:
        reasons = clash_of({"reason": effect.clash.reason, **effect.clash.details})
        return Told(_("Not possible: %(why)s") % {"why": " ".join(reasons)}, is_possible=False)
    before, after = means(effect.mean_before, effect.mean_after)
    words = [
        _("mean %(before)s → %(after)s") % {"before": before, "after": after},
        _("without a pair %(before)d → %(after)d") % {"before": effect.unpaired_before, "after": effect.unpaired_after},
        of_others(len(effect.others), is_done=is_done),
    ]
    head = _("What has changed: %(what)s") if is_done else _("What would change: %(what)s")
    return Told(head % {"what": ", ".join(words)}, lines_of(effect.others))


def means(before, after):
    """Both means of 100; with a tenth where whole points would hide that they differ."""
    if None in (before, after):
        return tuple("—" if one is None else str(whole(one)) for one in (before, after))
    if whole(before) != whole(after) or before == after:
        return str(whole(before)), str(whole(after))
    return number_format(round(before / 100, 1), 1), number_format(round(after / 100, 1), 1)


def of_others(count, *, is_done):
    if not count:
        return _("nobody else is touched")
    if is_done:
        words = ngettext(
            "%(count)d more mentee has another mentor", "%(count)d more mentees have another mentor", count
        )
    else:
        words = ngettext(
            "the mentor of %(count)d more mentee changes", "the mentors of %(count)d more mentees change", count
        )
    return words % {"count": count}


def lines_of(changes):
    """«Иванов Пётр: Ковалёва Н. П. → Петрова Н. И.» of the first, and how many more there are."""
    named = changes[:MOST_NAMED]
    mentees = Mentee.objects.select_related("person").in_bulk([one.mentee for one in named])
    mentors = {one.old for one in named} | {one.new for one in named}
    mentors = Mentor.objects.select_related("person").in_bulk(mentors - {None})
    nobody = _("without a mentor")
    lines = [
        _("%(mentee)s: %(old)s → %(new)s")
        % {
            "mentee": name_of(mentees[one.mentee].person),
            "old": mentors[one.old].person.short_name if one.old else nobody,
            "new": mentors[one.new].person.short_name if one.new else nobody,
        }
        for one in named
    ]
    more = len(changes) - len(named)
    if more > 0:
        lines.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    return lines


def name_of(person):
    return f"{person.surname} {person.given_name}".strip()
