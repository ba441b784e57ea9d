"""The matching in words: criteria, the reasons of a pair, what it lacks, what forbids it, what cannot be done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.programmes import slots

from .rules import CONSENT, EXCLUDED, FORM, GAP, HOUR, ROOM, UNWANTED

TITLES = {
    "competences": gettext_lazy("Request and competence"),
    "subjects": gettext_lazy("Subjects"),
    "interests": gettext_lazy("Interests"),
    "hours": gettext_lazy("Common time"),
    "choices": gettext_lazy("Choice after the group meeting"),
    "experience": gettext_lazy("Earlier experience"),
    "age": gettext_lazy("Desired age"),
    "classes": gettext_lazy("Distance of classes"),
    "nearness": gettext_lazy("Class, building and shift"),
    "variant": gettext_lazy("Variant of mentoring"),
    "load": gettext_lazy("Load of the mentor"),
}
RULES = {
    ROOM: gettext_lazy("the mentor has no free place"),
    FORM: gettext_lazy("another form of mentoring"),
    CONSENT: gettext_lazy("no consent to the processing of personal data"),
    GAP: gettext_lazy("the difference of age is too small"),
    EXCLUDED: gettext_lazy("the coordinator has forbidden the pair"),
    UNWANTED: gettext_lazy("one of the two would rather not"),
    HOUR: gettext_lazy("no hour in common"),
}
"""What forbids a pair, the most weighty first."""


def title(code):
    """What a criterion is called on every page; its code when this version does not know it."""
    return str(TITLES.get(code, code))


def points_of_100(points):
    """Points of 10000 as whole points of 100, halves up."""
    return int(points + 50) // 100


def out_of_100(parts):
    """Whole points of 100 for each part, which add up to the score that is shown: what rounding takes from one part
    goes to the parts that lost most by it, in their order."""
    whole = [part.points // 100 for part in parts]
    missing = points_of_100(sum(part.points for part in parts)) - sum(whole)
    by_rest = sorted(range(len(parts)), key=lambda place: (-(parts[place].points % 100), place))
    for place in by_rest[:missing]:
        whole[place] += 1
    return whole


def hour_words(code):
    """«среда после первой смены»."""
    day, part = slots.SLOTS[code]
    return f"{day} {part}".lower()


def within_a_sentence(words):
    return words[:1].lower() + words[1:]


def rule_words(bits):
    """What forbids a pair, in words; nothing for a pair that may be."""
    return [str(words) for bit, words in RULES.items() if bits & bit]


def clash_words(reason, details, mentor_name, mentee_name):
    """Why the wishes exclude one another, with names: ``mentor_name(number)`` and ``mentee_name(number)`` say them."""
    if reason == "not_proven":
        return _(
            "Which groups should open was not proven in the time that there is. Match one form of mentoring at a time,"
            " or lower the least size of a group."
        )
    if reason == "minimum":
        return _(
            "%(mentors)s together must have at least %(needed)d mentees, and only %(count)d suit them: %(mentees)s."
            " Lower the least size of a group, or choose another order of what comes first."
        ) % {
            "mentors": named(details["mentors"], mentor_name),
            "needed": details["needed"],
            "count": len(details["candidates"]),
            "mentees": named(details["candidates"], mentee_name) or "—",
        }
    if reason == "lock_over_capacity":
        return _("%(mentor)s has more locked mentees than places (%(most)d): %(mentees)s. Unlock some of them.") % {
            "mentor": mentor_name(details["mentor"]),
            "most": details["max"],
            "mentees": named(details["mentees"], mentee_name),
        }
    if reason == "lock_twice":
        return _("%(mentee)s is locked with two mentors at once: %(mentors)s. Unlock one of the pairs.") % {
            "mentee": mentee_name(details["mentee"]),
            "mentors": named(details["mentors"], mentor_name),
        }
    pair = {"mentor": mentor_name(details["mentor"]), "mentee": mentee_name(details["mentee"])}
    if reason == "lock_excluded":
        return _("%(mentor)s and %(mentee)s are locked together and must not be a pair. Take one of both back.") % pair
    return _("%(mentor)s and %(mentee)s are locked together, and a rule does not allow this pair. Unlock it.") % pair


def named(numbers, name):
    return ", ".join(name(number) for number in numbers)
