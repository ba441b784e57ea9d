"""The matching in words: criteria, the reasons of a pair, what it lacks, what forbids it, what cannot be done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
    "nearness": gettext_lazy("Building and shift"),
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
LACKS = {
    "competences": gettext_lazy("nothing of the request"),
    "subjects": gettext_lazy("no subject in common"),
    "interests": gettext_lazy("no interest in common"),
    "hours": gettext_lazy("no hour in common"),
    "choices": gettext_lazy("neither chose the other"),
    "age": gettext_lazy("not of the desired age"),
    "classes": gettext_lazy("an unsuitable distance of classes"),
    "nearness": gettext_lazy("another building and another shift"),
    "variant": gettext_lazy("another variant"),
    "experience": gettext_lazy("did not get on before"),
}
PLENTY = 3
"""So many common words are named, the rest is counted."""


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


def sentence(part, knowledge, rules=None):
    """What the points of a part rest on: «Предметы: математика», «На 2 класса старше»."""
    told = SENTENCES.get(part.code, about_nothing)(part.facts, knowledge)
    if not told:
        return _("%(criterion)s: not known") % {"criterion": title(part.code)} if is_unknown(part) else title(part.code)
    return told


def is_unknown(part):
    """Half the points without anything to rest on are what somebody gets who has not said anything."""
    return 0 < part.points <= part.most // 2 + 1 and not any(part.facts)


def about_nothing(_facts, _knowledge):
    return ""


def common_words(code):
    def told(facts, knowledge):
        return listed(title(code), [knowledge.words.get(int(number), str(number)) for number in facts])

    return told


def listed(what, words):
    if not words:
        return ""
    shown, rest = words[:PLENTY], len(words) - PLENTY
    text = "%s: %s" % (what, ", ".join(shown))  # noqa: UP031 - the words may hold braces
    if rest > 0:
        text += " " + ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return text


def common_hours(facts, _knowledge):
    order = {code: place for place, code in enumerate(slots.SLOTS)}
    known = sorted((code for code in facts if code in order), key=order.get)
    return listed(title("hours"), [hour_words(code) for code in known])


def hour_words(code):
    """«среда после первой смены»."""
    day, part = slots.SLOTS[code]
    return f"{day} {part}".lower()


def chosen(facts, _knowledge):
    by_mentor, by_mentee = (*facts, 0, 0)[:2]
    if by_mentor and by_mentee:
        return _("Chose each other: the mentee in place %(mentee)d, the mentor in place %(mentor)d") % {
            "mentee": by_mentee,
            "mentor": by_mentor,
        }
    if by_mentee:
        return _("Wish of the mentee: place %(place)d") % {"place": by_mentee}
    if by_mentor:
        return _("Wish of the mentor: place %(place)d") % {"place": by_mentor}
    return ""


def met_before(facts, _knowledge):
    return {"good": _("Have worked together well"), "bad": _("Did not get on before")}.get(*facts[:1] or [""], "")


def of_age(facts, knowledge):
    wish, born = facts
    if born is None or not any(wish):
        return ""
    return (
        _("Desired age: %(wish)s, the mentee is %(age)d") % {"wish": span(*wish), "age": knowledge.year - born}
        if (knowledge.year)
        else _("Desired age: %(wish)s, born in %(year)d") % {"wish": span(*wish), "year": born}
    )


def span(first, last):
    """«10–12 лет», «от 10 лет», «до 12 лет» in numbers alone."""
    if first and last:
        return f"{first}–{last}"
    return _("from %(age)d") % {"age": first} if first else _("up to %(age)d") % {"age": last}


def classes_apart(facts, _knowledge):
    mentor, mentee = facts
    if mentor is None or mentee is None:
        return ""
    apart = mentor - mentee
    if not apart:
        return _("Of the same year of study")
    if apart > 0:
        return ngettext("Older by %(count)d class", "Older by %(count)d classes", apart) % {"count": apart}
    return ngettext("Younger by %(count)d class", "Younger by %(count)d classes", -apart) % {"count": -apart}


def near(facts, _knowledge):
    (building, shift), (other, other_shift) = facts
    told = []
    if building and building == other:
        told.append(_("the same building"))
    if shift and shift == other_shift:
        told.append(_("the same shift"))
    return ", ".join(told).capitalize()


def same_variant(facts, _knowledge):
    return _("The same variant of mentoring") if facts[0] and facts[0] == facts[1] else ""


def loaded(facts, _knowledge):
    load = facts[0]
    if not load:
        return _("The mentor has nobody yet")
    return ngettext("The mentor has %(count)d mentee", "The mentor has %(count)d mentees", load) % {"count": load}


SENTENCES = {
    "competences": common_words("competences"),
    "subjects": common_words("subjects"),
    "interests": common_words("interests"),
    "hours": common_hours,
    "choices": chosen,
    "experience": met_before,
    "age": of_age,
    "classes": classes_apart,
    "nearness": near,
    "variant": same_variant,
    "load": loaded,
}


def lacks(parts):
    """What a pair lacks, in a sentence: the criteria that weigh most and gave nothing. Empty when it lacks nothing."""
    missing = sorted((part for part in parts if not part.points and part.most and part.code in LACKS), key=by_weight)
    if not missing:
        return ""
    return _("What is missing: %(what)s") % {"what": ", ".join(str(LACKS[part.code]) for part in missing[:PLENTY])}


def by_weight(part):
    return -part.most


def rule_words(bits):
    """What forbids a pair, in words; nothing for a pair that may be."""
    return [str(words) for bit, words in RULES.items() if bits & bit]


def clash_words(reason, details, mentor_name, mentee_name):
    """Why the wishes exclude one another, with names: ``mentor_name(number)`` and ``mentee_name(number)`` say them."""
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
