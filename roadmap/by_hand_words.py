"""How reminders by hand read on the pages: who was told when, the words that the text begins with, the letters."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mentorship.common import clock, ru
from mentorship.notifications.letters import LOOKS
from mentorship.notifications.models import Channel, Notification, State

from .by_hand import REMINDER
from .presenters import day_words

TITLE_IN_TEXT = 300


def text_for(activity, today):
    """The words that a reminder begins with; whoever sends it may write others."""
    title = " ".join(activity.title.split()).rstrip(".")[:TITLE_IN_TEXT]
    title = title.replace("«", "„").replace("»", "“")
    last = activity.last_on
    words = {"title": title, "day": day_words(last, today) if last else ""}
    if not last:
        return _("Please remember the activity “%(title)s”. If it is done, mark it as done on its page.") % words
    if last < today:
        return (
            _(
                "The activity “%(title)s” was to be done by %(day)s. If it is done, please mark it as done;"
                " if something is in the way, write about it."
            )
            % words
        )
    if last == today:
        return (
            _(
                "The activity “%(title)s” is due today, %(day)s. If it is done, please mark it as done;"
                " if something is in the way, write about it."
            )
            % words
        )
    return (
        _("Please remember the activity “%(title)s”: it is due by %(day)s. If something is in the way, write about it.")
        % words
    )


@dataclass(frozen=True)
class Choice:
    """A person with a tick on the page of a reminder."""

    pk: int
    name: str
    ways: str
    told: list
    is_told_today: bool
    is_ticked: bool


def choices_of(form, people, request):
    """The people in the order of their names, with what they have been told."""
    ticked = {str(one) for one in form["people"].value() or []}
    choices = [
        Choice(
            pk=pk,
            name=person.user.get_full_name(),
            ways=", ".join(person.ways),
            told=told_words(person, request.school, request.today),
            is_told_today=person.today is not None,
            is_ticked=str(pk) in ticked,
        )
        for pk, person in people.items()
    ]
    return sorted(choices, key=lambda one: one.name)


def told_words(person, school, today):
    """«напоминание сегодня в 09:12 от Лебедевой О. Н.», «автоматическое напоминание 10 марта»."""
    lines = []
    if person.today:
        lines.append(by_hand_words(person.today, school, today))
        if not person.today.is_about_it:
            lines[-1] = _("%(words)s, of another activity") % {"words": lines[-1]}
    if person.by_hand and person.by_hand != person.today:
        lines.append(by_hand_words(person.by_hand, school, today))
    if person.by_itself:
        day = clock.local(person.by_itself.created_at, school.time_zone).date()
        lines.append(_("automatic reminder of %(day)s") % {"day": day_words(day, today)})
    return lines


def by_hand_words(row, school, today):
    moment = clock.local(row.created_at, school.time_zone)
    words = {"time": f"{moment:%H:%M}", "day": day_words(moment.date(), today)}
    words["who"] = ru.short_name(ru.genitive(row.actor.get_full_name())) if row.actor else ""
    if row.due_on == today:
        return (_("reminder today at %(time)s from %(who)s") if row.actor else _("reminder today at %(time)s")) % words
    return (_("reminder of %(day)s from %(who)s") if row.actor else _("reminder of %(day)s")) % words


def already_words(rows, school):
    """«Ковалёвой Н. П. уже напоминали сегодня в 09:12. Отправить ещё раз?»."""
    names = [
        _("%(name)s at %(time)s")
        % {
            "name": ru.short_name(ru.dative(row.recipient.get_full_name())),
            "time": f"{clock.local(row.created_at, school.time_zone):%H:%M}",
        }
        for row in sorted(rows, key=lambda one: one.recipient.get_full_name())
    ]
    return _("Already reminded today: %(names)s. Send once more?") % {"names": ", ".join(names)}


@dataclass
class Told:
    """What became of a reminder to one person; ``letter`` is the row of the delivery log."""

    name: str
    way: str = ""
    look: str = ""
    state: str = ""
    reason: str = ""
    at: object = None
    letter: Notification | None = None


def letters_of(reminder):
    """Who was told and by which way, in the order of names, with the state of each letter."""
    rows = Notification.objects.filter(kind=REMINDER.code, object_id=reminder.pk)
    rows = rows.select_related("recipient", "carried_by")
    found = {}
    for row in rows.order_by("recipient__surname", "recipient__given_name", "pk"):
        bell_only = Told(row.recipient.get_full_name(), _("the bell on this site only"))
        person = found.setdefault(row.recipient_id, bell_only)
        if row.channel == Channel.BELL:
            continue
        is_letter = row.channel == Channel.EMAIL
        person.way = _("a letter by e-mail") if is_letter else _("a line of the morning letter")
        person.look, person.state, person.reason = LOOKS[row.state], capfirst(row.get_state_display()), row.reason
        person.at = row.sent_at if row.state == State.SENT else None
        person.letter = row if is_letter else row.carried_by
    return list(found.values())
