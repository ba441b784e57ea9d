"""What the points of a pair rest on, criterion by criterion, and what the pair lacks: full sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorship.programmes import slots

from .criteria import ANY, FULL, OTHER, RATHER_NOT, SAME, UNKNOWN
from .words import hour_words, title, within_a_sentence

LACKS = {
    "competences": gettext_lazy("nothing of the request"),
    "subjects": gettext_lazy("no subject in common"),
    "interests": gettext_lazy("no interest in common"),
    "hours": gettext_lazy("no hour in common"),
    "age": gettext_lazy("not of the desired age"),
    "classes": gettext_lazy("an unsuitable distance of classes"),
    "variant": gettext_lazy("another variant"),
    "experience": gettext_lazy("did not get on before"),
}
PLENTY = 3
"""So many common words are named, the rest is counted."""


def sentence(part, knowledge, rules=None):
    """What the points of a part rest on: «Предмет: математика», «Наставник старше на 2 класса»."""
    told = SENTENCES.get(part.code, about_nothing)(part.facts, knowledge, rules)
    if told:
        return told
    return _("%(criterion)s: not known") % {"criterion": title(part.code)} if is_half(part) else title(part.code)


def is_half(part):
    """What a criterion gives that says nothing of a pair."""
    return part.points == part.most * UNKNOWN // FULL


def about_nothing(_facts, _knowledge, _rules):
    return ""


def answered(facts, knowledge, _rules):
    return listed(_("Answers the request: %(words)s"), words_of(facts, knowledge))


def same_subjects(facts, knowledge, _rules):
    words = ngettext("Subject: %(words)s", "Subjects: %(words)s", len(facts))
    return listed(words, words_of(facts, knowledge))


def same_interests(facts, knowledge, _rules):
    words = ngettext("Common interest: %(words)s", "Common interests: %(words)s", len(facts))
    return listed(words, words_of(facts, knowledge))


def words_of(numbers, knowledge):
    return [knowledge.words.get(int(number), str(number)) for number in numbers]


def listed(what, words):
    """The first of them named, the rest counted; nothing when there are none."""
    if not words:
        return ""
    text, rest = what % {"words": ", ".join(words[:PLENTY])}, len(words) - PLENTY
    if rest > 0:
        text += " " + ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return text


def common_hours(facts, _knowledge, _rules):
    order = {code: place for place, code in enumerate(slots.SLOTS)}
    known = sorted((code for code in facts if code in order), key=order.get)
    return listed(_("Common time: %(words)s"), [hour_words(code) for code in known])


def chosen(facts, _knowledge, _rules):
    """What the points of the choices rest on: who chose whom, or who has not said it. Of a refusal it is never told
    whose it was."""
    by_mentor, by_mentee = facts
    if RATHER_NOT in facts:
        return _("One of the two would rather not")
    if by_mentor and by_mentee:
        return _("Chose each other: the mentee in place %(mentee)d, the mentor in place %(mentor)d") % {
            "mentee": by_mentee,
            "mentor": by_mentor,
        }
    if by_mentee:
        return _("Wish of the mentee: place %(place)d") % {"place": by_mentee}
    if by_mentor:
        return _("Wish of the mentor: place %(place)d") % {"place": by_mentor}
    if by_mentor == by_mentee:
        return _("Both chose others") if by_mentor == 0 else ""
    return (
        _("Whom the mentee would choose is not known")
        if by_mentor == 0
        else _("Whom the mentor would choose is not known")
    )


def met_before(facts, _knowledge, _rules):
    past = {"good": _("Worked together well before"), "bad": _("Did not get on before")}
    return past.get(facts[0], "") if facts else ""


def of_age(facts, knowledge, _rules):
    wish, born = facts
    if born is None or not any(wish):
        return ""
    if not knowledge.year:
        return _("Desired age: %(wish)s, born in %(year)d") % {"wish": span(*wish), "year": born}
    return _("Desired age: %(wish)s, the mentee is %(age)d") % {"wish": span(*wish), "age": knowledge.year - born}


def span(first, last):
    """«10–12 лет», «от 10 лет», «до 12 лет» in numbers alone."""
    if first and last:
        return f"{first}–{last}"
    return _("from %(age)d") % {"age": first} if first else _("up to %(age)d") % {"age": last}


def classes_apart(facts, _knowledge, _rules):
    mentor, mentee = facts
    if mentor is None or mentee is None:
        return ""
    apart = mentor - mentee
    if not apart:
        return _("Of the same year of study")
    words = (
        ngettext("Mentor older by %(count)d class", "Mentor older by %(count)d classes", apart)
        if apart > 0
        else ngettext("Mentor younger by %(count)d class", "Mentor younger by %(count)d classes", -apart)
    )
    return words % {"count": abs(apart)}


PLACES = (
    ("same_class", {SAME: gettext_lazy("the same class"), OTHER: gettext_lazy("different classes")}),
    ("same_building", {SAME: gettext_lazy("the same building"), OTHER: gettext_lazy("different buildings")}),
    ("same_shift", {SAME: gettext_lazy("the same shift"), OTHER: gettext_lazy("different shifts")}),
)


def near(facts, _knowledge, rules):
    """What is known of the class, the building and the shift, as far as the school cares for it."""
    told = [
        str(words[fact])
        for fact, (wish, words) in zip(facts, PLACES, strict=True)
        if fact and (rules is None or getattr(rules, wish) != ANY)
    ]
    return ", ".join(told).capitalize()


def of_variant(facts, _knowledge, _rules):
    return {SAME: _("The same variant of mentoring"), OTHER: _("Different variants of mentoring")}.get(facts[0], "")


def loaded(facts, _knowledge, _rules):
    load = facts[0]
    if not load:
        return _("The mentor has nobody yet")
    return ngettext("The mentor has %(count)d mentee", "The mentor has %(count)d mentees", load) % {"count": load}


SENTENCES = {
    "competences": answered,
    "subjects": same_subjects,
    "interests": same_interests,
    "hours": common_hours,
    "choices": chosen,
    "experience": met_before,
    "age": of_age,
    "classes": classes_apart,
    "nearness": near,
    "variant": of_variant,
    "load": loaded,
}


def lacks(parts, rules=None):
    """What a pair lacks: the heaviest criteria that gave nothing. Empty when it lacks nothing."""
    found = [lack(part, rules) for part in sorted(parts, key=lambda part: -part.most)]
    missing = [words for words in found if words][:PLENTY]
    return _("What is missing: %(what)s") % {"what": ", ".join(missing)} if missing else ""


def unchosen(facts):
    """What is missing when one side refuses, or when neither is in the list of the other."""
    if RATHER_NOT in facts:
        return _("one of the two would rather not")
    by_mentor, by_mentee = facts
    if by_mentor or by_mentee:
        return ""
    if by_mentor == by_mentee:
        return _("both chose others") if by_mentor == 0 else ""
    return _("the mentor chose others") if by_mentor == 0 else _("the mentee chose others")


def lack(part, rules):
    """What is missing in one respect: what gave no points; of the choices, that nobody chose the other."""
    if part.code == "choices":
        return unchosen(part.facts)
    if part.points or not part.most:
        return ""
    if part.code == "nearness":
        return within_a_sentence(near(part.facts, None, rules))
    return str(LACKS.get(part.code, ""))
