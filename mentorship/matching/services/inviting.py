"""Letters to the guests of a group meeting, for those who have an address; the others get the invitation on paper."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.notifications.services.direct import Desk
from mentorship.notifications.services.issuing import tell
from mentorship.pairs.letters import address_of
from mentorship.people.asking.directory import writable
from mentorship.people.models import Person
from mentorship.programmes import audit

from ..meeting_calendar import FILE_NAME, MIME, calendar_of
from ..models import MeetingLetter
from ..notices import INVITED

SUBJECT = "Приглашение на групповую встречу"


@transaction.atomic
def send_invitations(meeting, *, by):
    """Letters to all guests who have an address and no letter yet, and the bell to those who sign in. Answers
    ``(letters written, without an address)``; who has no address gets the printed invitation.
    """
    reached, unreached, guests = [], 0, list(guests_of(meeting))
    accounts = {one.person.user_id for one in guests if one.person.user and one.person.user.is_active}
    if accounts:
        told = {"kind": INVITED.code, "object_id": meeting.pk, "recipients": accounts}
        tell(school=meeting.school, day=meeting.day, by=by, **told)
    written = set(MeetingLetter.objects.filter(guest__meeting=meeting).values_list("guest", flat=True))
    for guest in guests:
        if guest.pk in written:
            continue
        if address_of(guest.person):
            reached.append(MeetingLetter(school_id=meeting.school_id, guest=guest))
        else:
            unreached += 1
    MeetingLetter.objects.bulk_create(reached, ignore_conflicts=True, batch_size=500)
    if reached:
        audit.record(by=by, action="meeting.invited", row=meeting, changes={"count": [None, len(reached)]})
    return len(reached), unreached


def guests_of(meeting):
    related = ("mentor__person__school_class", "mentor__person__user")
    related += ("mentee__person__school_class", "mentee__person__user")
    return meeting.living_guests().select_related(*related)


def why_not(letter, day):
    """Why an invitation that waits is not to go any more."""
    meeting = letter.guest.meeting
    if meeting.deleted_at:
        return _("The meeting was taken off the list.")
    if meeting.day < day:
        return _("The meeting is over.")
    person = letter.guest.person
    if person.deleted_at or person.anonymised_at:
        return _("The person is not in the register any more.")
    if not writable(Person.objects.filter(pk=person.pk)).exists():
        return _("The consent to the processing of personal data is taken back.")
    return ""


def message_of(letter, address):
    """Words of the school's own paper, so they are Russian data."""
    headers = {"Message-ID": f"<{letter.public_id}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    text = invitation_text(letter.guest.meeting, letter.guest.person)
    message = EmailMessage(SUBJECT, text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
    message.attach(FILE_NAME, calendar_of(letter.guest.meeting), MIME)
    return message


def invitation_text(meeting, person):
    when = ru.long_date(meeting.day)
    if meeting.at:
        when += f" в {meeting.at:%H:%M}"
    lines = [
        f"Здравствуйте, {person.given_name or person.full_name}!",
        "",
        f"Приглашаем вас на групповую встречу наставников и наставляемых программы «{meeting.programme.title}».",
        f"Когда: {when}.",
    ]
    if meeting.place:
        lines.append(f"Где: {meeting.place}.")
    if meeting.note:
        lines += ["", meeting.note]
    lines += ["", "После встречи каждый сможет сказать, с кем ему хотелось бы работать.", meeting.school.short_name]
    return "\n".join(lines)


DESK = Desk(
    model=MeetingLetter,
    why_not=why_not,
    address_of=lambda letter: address_of(letter.guest.person),
    message_of=message_of,
    related=(
        "school",
        "guest__meeting__programme",
        "guest__meeting__school",
        "guest__mentor__person__user",
        "guest__mentee__person__user",
    ),
)
