"""Why somebody has no pair, and which mentors are short, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .missing import COMPETITION, MINIMUM, NO_CANDIDATE
from .rules import CONSENT, EXCLUDED, FORM, GAP, HOUR, ROOM, UNWANTED
from .words import hour_words

SECRET = EXCLUDED | UNWANTED
SECRET_WORDS = gettext_lazy("for other reasons")
BY_RULE = {
    HOUR: gettext_lazy("by time"),
    FORM: gettext_lazy("by the form of mentoring"),
    ROOM: gettext_lazy("without a free place"),
    GAP: gettext_lazy("by age"),
    CONSENT: gettext_lazy("without a consent to the processing"),
    EXCLUDED: gettext_lazy("by a prohibition of the coordinator"),
    UNWANTED: gettext_lazy("by a wish of one of the two"),
}
WORD_OF = {
    "competences": gettext_lazy("competence “%(word)s”"),
    "subjects": gettext_lazy("subject “%(word)s”"),
    "slots": gettext_lazy("time “%(word)s”"),
}


def reason_words(reason, *, sees_choices, form_name=str):
    """Sentences: why the mentee has nobody, and what would help. Wishes and prohibitions are named to those alone who
    see the choices; ``form_name(number)`` is the title of a form of mentoring."""
    if reason.kind == COMPETITION:
        return [competing(reason), _("One place more at any of them brings one more pair.")]
    if reason.kind == MINIMUM:
        return [too_few(reason), _("A smaller least size of a group would help, or one more mentee in one of them.")]
    if reason.kind != NO_CANDIDATE:
        return [_("There is a mentor with a free place; the pair was parted by hand.")]
    if not reason.total:
        return [_("There is no mentor in this draft.")]
    told = [ruled_out(reason, sees_choices)]
    changes = [one for one in reason.openings if sees_choices or not one[0] & SECRET]
    helping = [opening(one, form_name) for one in [one for one in changes if one[3]][:2] or changes[:1]]
    return told + helping


def competing(reason):
    mentees = ngettext("%(count)d mentee competes", "%(count)d mentees compete", len(reason.mentees))
    places = ngettext("for %(count)d place", "for %(count)d places", reason.places)
    mentors = ngettext("of %(count)d mentor", "of %(count)d mentors", len(reason.mentors))
    parts = [
        words % {"count": count}
        for words, count in (
            (mentees, len(reason.mentees)),
            (places, reason.places),
            (mentors, len(reason.mentors)),
        )
    ]
    return f"{' '.join(parts)}."


def too_few(reason):
    """«Подходят 2 наставника, но ни у кого из них не собирается группа от 3 человек»."""
    mentors = ngettext(
        "%(count)d mentor suits, but no group of %(least)d or more comes together there",
        "%(count)d mentors suit, but no group of %(least)d or more comes together there",
        len(reason.mentors),
    )
    return "%s." % (mentors % {"count": len(reason.mentors), "least": reason.places})


def ruled_out(reason, sees_choices):
    """«Из 300 наставников не подходит никто: по времени — 212, по форме наставничества — 80»."""
    counts = {}
    for bit, count in reason.counts.items():
        words = str(BY_RULE[bit] if sees_choices or not bit & SECRET else SECRET_WORDS)
        counts[words] = max(counts.get(words, 0), count)
    told = ", ".join(f"{words} — {count}" for words, count in counts.items())
    out_of = ngettext("Of %(count)d mentor nobody suits", "Of %(count)d mentors nobody suits", reason.total)
    return "%s: %s." % (out_of % {"count": reason.total}, told)  # noqa: UP031 - the words may hold braces


def opening(change, form_name):
    rule, what, count, free = change
    opened = ngettext("%(count)d mentor opens up", "%(count)d mentors open up", count) % {"count": count}
    opened = f"{opened}{places_of(count, free)}"
    if rule == HOUR:
        return _("With the time “%(hour)s” %(opened)s.") % {"hour": hour_words(what), "opened": opened}
    if rule == FORM:
        return _("With the form of mentoring “%(form)s” %(opened)s.") % {"form": form_name(what), "opened": opened}
    if rule == ROOM:
        return _("With one place more %(opened)s.") % {"opened": opened}
    if rule == GAP:
        return _("With a smaller difference of age %(opened)s.") % {"opened": opened}
    return _("Without the wish of one of the two %(opened)s.") % {"opened": opened}


def places_of(count, free):
    """Whether those who open up can take somebody."""
    if free == count:
        return ""
    if not free:
        return _(", with all places taken")
    return ngettext(", %(count)d of them has a free place", ", %(count)d of them have a free place", free) % {
        "count": free
    }


def shortage_title(row, words):
    """«Предмет „английский язык“»; ``words`` are those of the knowledge."""
    word = hour_words(row.key) if row.about == "slots" else words.get(row.key, str(row.key))
    return str(WORD_OF[row.about]) % {"word": word}


def shortage_gain(row):
    """How many one more mentor would serve; empty where it was not computed."""
    if row.gain is None:
        return ""
    if not row.gain:
        return _("One more such mentor would help nobody: something else is short too.")
    return ngettext(
        "One more such mentor would bring a pair to %(count)d mentee.",
        "One more such mentor would bring a pair to %(count)d mentees.",
        row.gain,
    ) % {"count": row.gain}
