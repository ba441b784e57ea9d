"""Letters about meetings of a pair: to both sides, and to the parents when an adult meets a minor.

One row a person and a meeting. A move makes the row ready to be sent again, unless the letter that went says the same;
letters of a series tell of all its meetings at once.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.notifications.models import State
from mentorship.notifications.services.direct import Desk
from mentorship.notifications.services.issuing import tell
from mentorship.people.asking.directory import writable
from mentorship.people.models import Mentee, Person

from ..letters import address_of, described, greeting_name, parents_of
from ..meeting_calendar import FILE_NAME, MIME, NAMES, calendar_of, when_of, where_of
from ..meeting_kinds import INVITED
from ..models import LIVING, Meeting, MeetingLetter

SUBJECTS = {
    "new": "Наставничество: назначена встреча",
    "moved": "Наставничество: встреча перенесена",
    "off": "Наставничество: встреча отменена",
}
AGAIN = {"state": State.QUEUED, "reason": "", "tries": 0, "doubts": 0, "first_tried_at": None}


def invite(meetings, *, by, day):
    """Invite both sides to a meeting, or by one letter to a whole series; the bell tells those who sign in."""
    first = meetings[0]
    mentees = mentees_of(first.pairing)
    people = [one for one in readers_of(first.pairing, mentees, day) if address_of(one)]
    rows = [
        MeetingLetter(school_id=first.school_id, meeting=first, person=one, version=first.version) for one in people
    ]
    MeetingLetter.objects.bulk_create(rows, ignore_conflicts=True)
    ring(first, mentees, by=by, day=day)
    return len(rows)


def tell_again(meeting, *, by, day):
    """The meeting has moved, is called off or is on again: those who were invited to it, or to its series, hear of it
    once more. Nobody hears twice of the same version."""
    told = Q(meeting=meeting)
    if meeting.series:
        told |= Q(meeting__series=meeting.series)
    if not MeetingLetter.objects.filter(told).exists():
        ring(meeting, mentees_of(meeting.pairing), by=by, day=day)
        return
    invite([meeting], by=by, day=day)
    rows = MeetingLetter.objects.filter(meeting=meeting).exclude(version=meeting.version)
    rows.update(version=meeting.version, send_after=clock.now(), **AGAIN)


def ring(meeting, mentees, *, by, day):
    """The bell of the accounts of both sides."""
    people = [meeting.pairing.mentor.person, *(one.person for one in mentees)]
    accounts = {one.user_id for one in people if one.user_id and one.user.is_active}
    if accounts:
        tell(school=meeting.school, kind=INVITED.code, object_id=meeting.pk, recipients=accounts, day=day, by=by)


def mentees_of(pairing):
    rows = Mentee.objects.filter(places__pairing=pairing, places__left_on=None)
    return list(rows.select_related("person__user", "person__school_class").order_by("person__name_key", "pk"))


def readers_of(pairing, mentees, day):
    """The mentor, the mentees, and the parents of the minors whom an adult meets; each person once."""
    mentor = pairing.mentor.person
    people = [mentor, *(one.person for one in mentees)]
    if not mentor.is_minor(day):
        minors = [one for one in mentees if one.person.is_minor(day)]
        people += [parent for group in parents_of(minors).values() for parent in group]
    return list({one.pk: one for one in people}.values())


def why_not(letter, day):
    """Why a letter that waits is not to go any more."""
    meeting, person = letter.meeting, letter.person
    is_off = meeting.deleted_at or meeting.state == Meeting.State.CANCELLED
    if meeting.state == Meeting.State.HELD or meeting.day < day:
        return _("The meeting is over.")
    if is_off and not was_told(letter):
        return _("The meeting was called off before the letter went.")
    if meeting.pairing.deleted_at or meeting.pairing.state not in LIVING:
        return _("The pair has ended.")
    if person.deleted_at or person.anonymised_at:
        return _("The person is not in the register any more.")
    if person not in readers_of(meeting.pairing, mentees_of(meeting.pairing), day):
        return _("The person is not of the pair any more.")
    if not writable(Person.objects.filter(pk=person.pk)).exists():
        return _("The consent to the processing of personal data is taken back.")
    return ""


def message_of(letter, address):
    """Words of the school's own paper, so they are Russian data; no pupil's name is in the subject."""
    headers = {"Message-ID": f"<{letter.public_id}.{letter.version}@{settings.MAIL_DOMAIN}>"}
    headers["Auto-Submitted"] = "auto-generated"
    meetings = meetings_of(letter)
    text = "\n".join(lines_of(letter, meetings))
    message = EmailMessage(SUBJECTS[news_of(letter)], text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
    message.attach(FILE_NAME, calendar_of(meetings), MIME)
    return message


def news_of(letter):
    if letter.meeting.state == Meeting.State.CANCELLED or letter.meeting.deleted_at:
        return "off"
    return "moved" if was_told(letter) else "new"


def was_told(letter):
    """Has the person had a letter on this meeting before, alone or as one of a series?"""
    series = letters_of_series(letter).filter(sent_at__isnull=False)
    return bool(letter.sent_at) or (bool(letter.meeting.series) and series.exists())


def letters_of_series(letter):
    return MeetingLetter.objects.filter(meeting__series=letter.meeting.series, person=letter.person)


def meetings_of(letter):
    """What the letter tells of: the meeting; the first letter on a series tells of all its meetings to come."""
    meeting = letter.meeting
    if not meeting.series or meeting.state != Meeting.State.PLANNED or was_told(letter):
        return [meeting]
    if letters_of_series(letter).filter(pk__lt=letter.pk).exists():
        return [meeting]
    others = Meeting.objects.planned().filter(series=meeting.series, day__gte=meeting.day).exclude(pk=meeting.pk)
    return [meeting, *others.exclude(letters__person=letter.person).select_related("school", "pairing")]


def lines_of(letter, meetings):
    meeting, person = letter.meeting, letter.person
    pairing, news = meeting.pairing, news_of(letter)
    yield f"Здравствуйте, {greeting_name(person)}."
    yield ""
    opening = {
        "new": "Назначена встреча" if len(meetings) == 1 else "Назначены встречи",
        "moved": "Встреча перенесена или изменилась",
        "off": "Встреча отменена",
    }[news]
    yield f"{opening} по программе наставничества «{pairing.programme.title}»."
    yield ""
    yield f"{NAMES[meeting.kind].capitalize()}."
    if len(meetings) == 1:
        yield f"Когда: {when_of(meeting)}."
    else:
        yield "Когда:"
        for one in meetings:
            yield f"— {when_of(one)}"
    if where := where_of(meeting):
        yield f"Где: {where}."
    if meeting.topic and news != "off":
        yield f"Тема: {meeting.topic}."
    if news == "off" and meeting.cancel_reason:
        yield f"Причина: {meeting.cancel_reason}."
    yield from who_of(pairing, person)
    yield ""
    if news != "off":
        yield "Запись для календаря — в приложении к письму."
    if coordinator := pairing.coordinator:
        yield f"На вопросы ответит куратор программы {coordinator.get_full_name()}."
    yield meeting.school.short_name


def who_of(pairing, person):
    """Who meets whom, in words for this reader: a parent reads of the own child alone."""
    mentees = mentees_of(pairing)
    mentor = pairing.mentor.person
    if person.pk == mentor.pk:
        yield "С вами: " + ", ".join(one.person.full_name for one in mentees) + "."
        return
    if person.pk not in {one.person_id for one in mentees}:
        children = [one.person for one in mentees if person in parents_of([one])[one.person_id]]
        yield "Ваш ребёнок: " + ", ".join(child.full_name for child in children) + "."
    yield f"Наставник: {described(mentor)}."


DESK = Desk(
    model=MeetingLetter,
    why_not=why_not,
    address_of=lambda letter: address_of(letter.person),
    message_of=message_of,
    related=(
        "school",
        "person__user",
        "meeting__school",
        "meeting__pairing__programme",
        "meeting__pairing__mentor__person__user",
        "meeting__pairing__coordinator",
    ),
)
"""The outbox of these letters."""
