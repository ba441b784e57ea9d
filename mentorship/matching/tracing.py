"""Where the points of a pair come from: what the mentee asks for, what the mentor offers, what both have.

Every line is read off the answers and the registers as the draft knew them, so that a score can be followed back.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.programmes.slots import SLOTS

from . import criteria
from .criteria import BY_CODE, By, sameness
from .sentences import near
from .words import hour_words, out_of_100, title
from .workbench import whole


@dataclass(frozen=True)
class Word:
    """A word of one side; ``is_common`` when the other side has it too."""

    words: str
    is_common: bool = False


@dataclass(frozen=True)
class Trace:
    """A criterion of one pair with both sides, empty where a side has said nothing."""

    code: str
    title: str
    points: int
    most: int
    asked: list
    offered: list


def sides(code, knowledge, mentor, mentee):
    """``(what the mentee asks, what the mentor offers)`` of a criterion, as lists of words."""
    criterion = BY_CODE[code]
    if criterion.by is By.OVERLAP:
        asked, offered = criterion.of_mentee(mentee), criterion.of_mentor(mentor)
        return overlap(code, knowledge, asked, asked & offered), overlap(code, knowledge, offered, asked & offered)
    return SIDES[code](knowledge, mentor, mentee)


def overlap(code, knowledge, words, common):
    if code == "hours":
        order = {slot: place for place, slot in enumerate(SLOTS)}
        known = sorted((one for one in words if one in order), key=order.get)
        return [Word(hour_words(one), one in common) for one in known]
    told = [Word(knowledge.words.get(one, str(one)), one in common) for one in words]
    return sorted(told, key=lambda one: (not one.is_common, one.words))


def said(*texts):
    return [Word(str(text)) for text in texts if text]


def choices(_knowledge, mentor, mentee):
    return said(place_in(mentee.wishes, mentor.id)), said(place_in(mentor.wishes, mentee.id))


def place_in(wishes, other):
    if other not in wishes:
        return _("has not chosen the other side") if wishes else ""
    place = wishes.index(other) + 1
    return _("has chosen the other side, place %(place)d") % {"place": place}


def experience(knowledge, mentor, mentee):
    pair = (mentor.id, mentee.id)
    if pair in knowledge.good:
        return said(_("a good pair before")), []
    if pair in knowledge.bad:
        return said(_("a pair before, ended early")), []
    return said(_("have not been a pair")), []


def age(knowledge, mentor, mentee):
    years = knowledge.year - mentee.birth_year if mentee.birth_year else None
    asked = ngettext("%(count)d year old", "%(count)d years old", years) % {"count": years} if years else ""
    return said(asked), said(wish_of_age(mentor))


def wish_of_age(mentor):
    least, most = mentor.age_from, mentor.age_to
    if least and most:
        return _("wishes from %(least)d to %(most)d years") % {"least": least, "most": most}
    if least:
        return _("wishes from %(least)d years") % {"least": least}
    return _("wishes up to %(most)d years") % {"most": most} if most else ""


def classes(_knowledge, mentor, mentee):
    return said(grade_of(mentee)), said(grade_of(mentor))


def grade_of(one):
    return _("year of study %(grade)d") % {"grade": one.grade} if one.grade else ""


def nearness(_knowledge, mentor, mentee):
    """Classes are numbers here: the trace says whether they are the same."""
    same_class, *_others = sameness(criteria.place_of(mentor), criteria.place_of(mentee))
    of_class = near([same_class, None, None], None, None)
    return said(*place_of(mentee)), said(*place_of(mentor), of_class[:1].lower() + of_class[1:])


def place_of(one):
    shift = _("shift %(shift)d") % {"shift": one.shift} if one.shift else ""
    return one.building, shift


def variant(_knowledge, mentor, mentee):
    """Variants are numbers here; the page knows their titles from the registers, the trace says whether they meet."""
    if None in (mentor.variant, mentee.variant):
        return [], []
    same = mentor.variant == mentee.variant
    return said(_("the same variant") if same else _("another variant")), []


def load(_knowledge, mentor, _mentee):
    has = ngettext("has %(count)d mentee", "has %(count)d mentees", mentor.load) % {"count": mentor.load}
    return [], said(has if mentor.load else _("has no mentees yet"))


SIDES = {
    "choices": choices,
    "experience": experience,
    "age": age,
    "classes": classes,
    "nearness": nearness,
    "variant": variant,
    "load": load,
}


def traces_of(known, mentor, mentee, telling):
    """Every criterion of a pair that weighs anything, the largest gain first; ``telling`` knows who may read what."""
    parts = known.parts(mentor, mentee)
    found = []
    for part, points in zip(parts, out_of_100(parts), strict=True):
        asked, offered = sides(part.code, known.knowledge, known.mentors[mentor], known.mentees[mentee])
        if part.code == "choices" and not telling.sees_choices:
            asked, offered = [], []
        most = max(whole(part.most), points)
        found.append(Trace(part.code, title(part.code), points, most, asked, offered))
    return sorted(found, key=lambda one: -one.points)


def meeting_of(mentor, mentee):
    """Where and how an adult would meet a pupil, as far as the hours tell it; empty for other pairs."""
    if not mentor.is_adult or mentee.is_adult:
        return ""
    common = [one for one in SLOTS if one in mentor.slots & mentee.slots]
    is_at_school, is_far = not all(map(is_remote, common)), any(map(is_remote, common))
    formats = [words for words, is_so in ((_("at school"), is_at_school), (_("remotely"), is_far)) if is_so]
    if not formats:
        return _("An adult with a pupil. Where and how they meet is written down at the approval.")
    return _("An adult with a pupil, meeting %(how)s. The place is written down at the approval.") % {
        "how": _(" or ").join(formats)
    }


def is_remote(slot):
    return slot.endswith("-evening")
