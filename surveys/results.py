"""Counting what people have answered: one reading of the submissions, whatever is asked of them afterwards.

Nothing here decides what may be shown: that is ``surveys.suppression``, and ``surveys.figures`` puts both together.
"""

from collections import Counter
from dataclasses import dataclass, field

from .answers import OTHER, UNKNOWN, YES
from .content import Kind
from .models import Campaign

AT_ONCE = 2000
"""Rows that are fetched at a time."""
TEXTS_KEPT = 30
"""Written answers of one question that are kept while counting; a page of its own has them all."""
NO_ANSWER = ""
"""Among the answers by which people are divided: nothing, or "I don't know yet"."""


@dataclass
class Tally:
    """What a group of people answered to one question. ``counts`` are by option, mark, number, month, hour, or by
    ``(place, option)`` of a ranking; ``others`` are those who wrote an answer of their own."""

    answered: int = 0
    unknown: int = 0
    others: int = 0
    counts: Counter = field(default_factory=Counter)

    def take(self, value):
        """Count one stored answer."""
        if UNKNOWN in value:
            self.unknown += 1
            return
        self.answered += 1
        for name, what in value.items():
            READERS[name](self, what)

    def add(self, other):
        """Count another group as well."""
        self.answered += other.answered
        self.unknown += other.unknown
        self.others += other.others
        self.counts.update(other.counts)


def take_several(tally, keys):
    counts = tally.counts
    for key in keys:
        counts[key] += 1


def take_other(tally, text):
    if text:
        tally.counts[OTHER] += 1
        tally.others += 1


def take_yes(tally, is_yes):
    tally.counts[YES if is_yes else "no"] += 1


def take_one(tally, value):
    tally.counts[value] += 1


def take_month(tally, day):
    tally.counts[day[:7]] += 1


def take_ranked(tally, keys):
    for place, key in enumerate(keys, 1):
        tally.counts[place, key] += 1


READERS = {
    "options": take_several,
    "slots": take_several,
    OTHER: take_other,
    YES: take_yes,
    "scale": take_one,
    "number": take_one,
    "date": take_month,
    "ranked": take_ranked,
    "text": lambda tally, text: None,
}


@dataclass
class Counted:
    """A campaign's answers by the group of who answered, the class or the post.

    ``sizes`` are filled questionnaires, ``tallies`` are ``{group: {question: Tally}}``, ``texts`` are the first written
    answers of each question in the order of the rows' random numbers.
    """

    sizes: Counter = field(default_factory=Counter)
    tallies: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)

    @property
    def total(self):
        return sum(self.sizes.values())

    def people(self, groups=None):
        """How many questionnaires there are, all or of these groups."""
        return sum(self.sizes[group] for group in (self.sizes if groups is None else groups))

    def of(self, key, groups=None):
        """The Tally of a question over all the groups or these."""
        found = Tally()
        for group in self.tallies if groups is None else groups:
            tally = self.tallies.get(group, {}).get(key)
            if tally:
                found.add(tally)
        return found


def submissions_of(campaign):
    """What counts: without the sheets that a corrected one has replaced. Their numbers are random, so is the order."""
    return campaign.submissions.filter(withdrawn_at=None)


def answers_of(campaign):
    """``(answers, group)`` of each, as a stream in the order of random numbers: it tells nothing of who came when."""
    return submissions_of(campaign).order_by("pk").values_list("answers", "group").iterator(chunk_size=AT_ONCE)


def count(campaign, rows=None):
    """Read everything once. ``rows`` stand in for the database."""
    counted = Counted()
    for answers, group in answers_of(campaign) if rows is None else rows:
        counted.sizes[group] += 1
        tallies = counted.tallies.setdefault(group, {})
        for key, value in answers.items():
            tally = tallies.get(key)
            if tally is None:
                tally = tallies[key] = Tally()
            tally.take(value)
            if "text" in value:
                keep(counted.texts, key, value["text"])
    return counted


def keep(texts, key, text):
    kept = texts.setdefault(key, [])
    if len(kept) < TEXTS_KEPT:
        kept.append(text)


def count_by_answer(campaign, question, other, rows=None):
    """Counted answers to one question by what was answered to another: who gave several is counted in each of them."""
    counted = Counted()
    for answers, _group in answers_of(campaign) if rows is None else rows:
        value = answers.get(question.key)
        for mark in divided(answers.get(other.key)):
            counted.sizes[mark] += 1
            tallies = counted.tallies.setdefault(mark, {})
            if value:
                tallies.setdefault(question.key, Tally()).take(value)
    return counted


def divided(value):
    """The marks by which an answer divides people: at least one, ``NO_ANSWER`` for none."""
    if not value or UNKNOWN in value:
        return [NO_ANSWER]
    if YES in value:
        return [YES if value[YES] else "no"]
    if "scale" in value:
        return [value["scale"]]
    marks = [*value.get("options", ()), *([OTHER] if value.get(OTHER) else [])]
    return marks or [NO_ANSWER]


def values_of(counts, kind):
    """``{number: people}`` of the answers that are numbers; yes is one and no is none."""
    if kind == Kind.YES_NO:
        return {1: counts[YES], 0: counts["no"]}
    return counts if kind in {Kind.SCALE, Kind.NUMBER} else {}


def mean(counts):
    people = sum(counts.values())
    return sum(value * number for value, number in counts.items()) / people if people else None


def median(counts):
    """The middle answer, or half-way between the two middle ones."""
    people = sum(counts.values())
    if not people:
        return None
    middle, passed = [], 0
    for value in sorted(counts):
        for place in ((people - 1) // 2, people // 2):
            if passed <= place < passed + counts[value]:
                middle.append(value)
        passed += counts[value]
    return sum(middle) / 2


def is_over(campaign, day):
    """Can nobody answer any more?"""
    ended = campaign.closes_on is not None and campaign.closes_on < day
    return campaign.state == Campaign.State.CLOSED or (campaign.state == Campaign.State.RUNNING and ended)


def texts_of(campaign, key, *, name="text", q="", first=0, most=50):
    """``(texts, how many there are)``: written answers that hold all the words, one page of them. They are read as a
    stream and only the page is kept; the order is that of the random numbers of the rows."""
    words, found, page = q.casefold().replace("ё", "е").split(), 0, []
    for answers in submissions_of(campaign).order_by("pk").values_list("answers", flat=True).iterator(AT_ONCE):
        text = (answers.get(key) or {}).get(name)
        if text and (not words or has_words(text, words)):
            if first <= found < first + most:
                page.append(text)
            found += 1
    return page, found


def has_words(text, words):
    text = text.casefold().replace("ё", "е")
    return all(word in text for word in words)
