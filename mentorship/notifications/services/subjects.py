"""What the subject of a letter says: what to do, by figures and days alone.

A subject is read on a locked phone and over a shoulder: titles, texts and names of those it is about never stand in
it. The one name is that of the colleague who sends a reminder by hand.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common import ru
from mentorship.common.clock import days

from ..sources import Section

MOST_LETTERS = 78
"""What every mail program shows in one line; only a long name of a colleague goes over it."""


def subject_of(entries, day, asker=""):
    """The most urgent first, with the act that it asks for; more of it as long as it fits into a line.

    ``asker`` is the colleague who sends the letter by hand.
    """
    if asker:
        return one_line(asked_by(asker, entries, day))
    if len(entries) == 1 and entries[0].subject:
        return one_line(entries[0].subject)
    groups = [(words, some) for belongs, words in GROUPS if (some := [one for one in entries if belongs(one, day)])]
    (first, some), *others = groups
    text, is_deadline = first(some, day, is_first=True, goes_on=False), first in DEADLINES
    for words, some in others:
        separator = ", " if words in DEADLINES and is_deadline else "; "
        longer = text + separator + words(some, day, is_first=False, goes_on=is_deadline)
        if len(longer) > MOST_LETTERS:
            break
        text = longer
    return one_line(text)


def one_line(text):
    """Nothing in a subject may begin a header of its own."""
    return " ".join(text.split())


def asked_by(name, entries, day):
    """«Лебедева О. Н. просит отметить выполнение: срок был 12 марта»."""
    last_on = entries[0].last_on
    if last_on is None:
        return _("%(name)s asks you to mark what is done") % {"name": name}
    words = {"name": name, "day": ru.day_month(last_on)}
    if last_on < day:
        return _("%(name)s asks you to mark what is done: it was due on %(day)s") % words
    if last_on == day:
        return _("%(name)s asks you to mark what is done: it is due today") % words
    return _("%(name)s asks you to complete an activity by %(day)s") % words


def counted(count, one, few):
    """A phrase of a figure; of one thing it says «одно», not «1»."""
    return one if count == 1 else few % {"count": count}


def activities(count):
    many = ngettext("%(count)s activity", "%(count)s activities", count)
    return counted(count, _("one activity"), many)


def overdue_words(count):
    many = ngettext("%(count)s activity is overdue", "%(count)s activities are overdue", count)
    return counted(count, _("one activity is overdue"), many)


def late(entries, day, *, is_first, goes_on):
    words = overdue_words(len(entries))
    return _("Mark what is done: %(words)s") % {"words": words} if is_first else words


def raised(entries, day, *, is_first, goes_on):
    """Overdue ones of other people: whoever is told is to remind them."""
    if is_first:
        return _("Remind those responsible: %(words)s") % {"words": overdue_words(len(entries))}
    return _("of colleagues overdue: %(count)s") % {"count": len(entries)}


def today(entries, day, *, is_first, goes_on):
    count = len(entries)
    if goes_on:
        many = ngettext("%(count)s more is due today", "%(count)s more are due today", count)
        return counted(count, _("one more is due today"), many)
    many = ngettext("%(count)s activity is due today", "%(count)s activities are due today", count)
    words = counted(count, _("one activity is due today"), many)
    return _("Mark what is done: %(words)s") % {"words": words} if is_first else words


def tomorrow(entries, day, *, is_first, goes_on):
    count = len(entries)
    if goes_on:
        many = ngettext("%(count)s more is due tomorrow", "%(count)s more are due tomorrow", count)
        return counted(count, _("one more is due tomorrow"), many)
    many = ngettext("%(count)s activity is due tomorrow", "%(count)s activities are due tomorrow", count)
    words = counted(count, _("one activity is due tomorrow"), many)
    return _("Finish: %(words)s") % {"words": words} if is_first else words


def soon(entries, day, *, is_first, goes_on):
    days_known = [one.last_on for one in entries if one.last_on]
    if not is_first or not days_known:
        words = _("due soon: %(count)s") % {"count": len(entries)}
        return _("Prepare: %(words)s") % {"words": words} if is_first else words
    nearest = ru.day_month(min(days_known))
    if len(entries) == 1:
        return _("Prepare: the deadline is %(day)s") % {"day": nearest}
    words = {"activities": activities(len(entries)), "day": nearest}
    return _("Prepare: %(activities)s, the nearest deadline is %(day)s") % words


def reminded(entries, day, *, is_first, goes_on):
    if is_first:
        return _("Colleagues ask you to mark what is done: %(activities)s") % {"activities": activities(len(entries))}
    return _("reminders of colleagues: %(count)s") % {"count": len(entries)}


def decided(entries, day, *, is_first, goes_on):
    if is_first:
        return _("Decide: %(activities)s") % {"activities": activities(len(entries))}
    return _("waiting for your decision: %(count)s") % {"count": len(entries)}


def commented(entries, day, *, is_first, goes_on):
    count = sum(len(one.quotes) for one in entries)
    if is_first:
        many = ngettext("Read %(count)s new comment", "Read %(count)s new comments", count)
        return counted(count, _("Read a new comment on an activity"), many)
    return _("comments: %(count)s") % {"count": count}


def new(entries, day, *, is_first, goes_on):
    if not is_first:
        return _("new: %(count)s") % {"count": len(entries)}
    if len(entries) == 1 and entries[0].last_on:
        return _("Look at what is new: an activity due on %(day)s") % {"day": ru.day_month(entries[0].last_on)}
    return _("Look at what is new: %(activities)s") % {"activities": activities(len(entries))}


def plan(entries, day, *, is_first, goes_on):
    count = sum(one.count for one in entries)
    if is_first and count:
        return _("Plan of the week: %(activities)s") % {"activities": activities(count)}
    return _("Plan of the week") if is_first else _("the plan of the week: %(count)s") % {"count": count}


def summary(entries, day, *, is_first, goes_on):
    count = sum(one.count for one in entries)
    if is_first and count:
        return _("Read the summary of the week: %(activities)s to be done") % {"activities": activities(count)}
    return _("Read the summary of the week") if is_first else _("the summary of the week")


def trouble(entries, day, *, is_first, goes_on):
    if is_first:
        many = ngettext("%(count)s letter was not delivered", "%(count)s letters were not delivered", len(entries))
        words = counted(len(entries), _("one letter was not delivered"), many)
        return _("Check the addresses: %(words)s") % {"words": words}
    return _("letters not delivered: %(count)s") % {"count": len(entries)}


def is_in(section):
    return lambda entry, day: entry.section == section


GROUPS = [
    (lambda entry, day: entry.section == Section.OVERDUE and not entry.is_raised, late),
    (lambda entry, day: entry.section == Section.OVERDUE and entry.is_raised, raised),
    (is_in(Section.TODAY), today),
    (lambda entry, day: entry.section == Section.SOON and entry.last_on == day + days(1), tomorrow),
    (lambda entry, day: entry.section == Section.SOON and entry.last_on != day + days(1), soon),
    (lambda entry, day: entry.section == Section.ASKED and entry.is_by_hand, reminded),
    (lambda entry, day: entry.section == Section.ASKED and not entry.is_by_hand, decided),
    (is_in(Section.TROUBLE), trouble),
    (is_in(Section.PLAN), plan),
    (is_in(Section.SUMMARY), summary),
    (lambda entry, day: entry.section == Section.NEW and not entry.quotes, new),
    (lambda entry, day: entry.section == Section.NEW and entry.quotes, commented),
]
"""``(which entries, how they are said)``, in the order in which a subject names them."""
DEADLINES = (late, raised, today, tomorrow)
"""After one of these the next one says «ещё у двух»."""
