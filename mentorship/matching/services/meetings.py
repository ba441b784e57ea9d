"""The group meeting: who is invited, letters, who came, and the questionnaires in which both sides choose."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common import clock, ru
from mentorship.common.errors import RuleBroken
from mentorship.notifications.services.direct import Desk
from mentorship.pairs.letters import address_of
from mentorship.people.models import Mentor
from mentorship.programmes import audit
from surveys import builtin
from surveys.models import Purpose, Survey, SurveyVersion
from surveys.services import building, campaigns
from surveys.services.letters import invite_by_letter

from ..gathering import free_mentees, participants_of
from ..models import GroupMeeting, MeetingGuest, MeetingLetter

SUBJECT = "Приглашение на групповую встречу"
DAYS_TO_CHOOSE = 7
CHILD_GRADE = 7
"""Up to this year of study the questionnaire has the wording for children."""


@transaction.atomic
def add_meeting(meeting, *, by, day):
    """A new meeting; everybody who is ready for the matching is proposed as a guest."""
    meeting.save()
    mentors = participants_of(Mentor, meeting.programme, meeting.form, day=day)
    mentees = free_mentees(meeting.programme, meeting.form, day=day)
    add_guests(meeting, mentors, mentees)
    audit.record(by=by, action="meeting.created", row=meeting)
    return meeting


def add_guests(meeting, mentors, mentees):
    """Invite these too; who is invited already stays as is."""
    common = {"school_id": meeting.school_id, "meeting": meeting}
    rows = [MeetingGuest(mentor=one, **common) for one in mentors]
    rows += [MeetingGuest(mentee=one, **common) for one in mentees]
    return MeetingGuest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def edit_meeting(meeting, *, version, changes, words, by):
    saved = GroupMeeting.objects.get(pk=meeting.pk).swap(version, **changes)
    audit.record(by=by, action="meeting.edited", row=saved, changes=words)
    return saved


@transaction.atomic
def delete_meeting(meeting, *, by):
    """Off the list; guests, attendance and the campaigns stay for its restoring."""
    meeting.swap(meeting.version, deleted_at=clock.now())
    audit.record(by=by, action="meeting.deleted", row=meeting)


@transaction.atomic
def restore_meeting(meeting, *, by):
    meeting.swap(meeting.version, deleted_at=None)
    audit.record(by=by, action="meeting.restored", row=meeting)


@transaction.atomic
def invite_more(meeting, *, mentors=(), mentees=(), by):
    add_guests(meeting, mentors, mentees)
    audit.record(by=by, action="meeting.guests", row=meeting)


@transaction.atomic
def uninvite(meeting, numbers, *, by):
    """Take guests off the list; the number of those who were on it."""
    count, _models = MeetingGuest.objects.filter(meeting=meeting, pk__in=numbers).delete()
    if count:
        audit.record(by=by, action="meeting.guests", row=meeting)
    return count


@transaction.atomic
def send_invitations(meeting, *, by):
    """Letters to all guests who have an address and no letter yet. Answers ``(letters written, without an address)``.

    Who has none gets the printed invitation.
    """
    guests = guests_of(meeting).filter(letter=None)
    reached, unreached = [], 0
    for guest in guests:
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
    return MeetingGuest.objects.filter(meeting=meeting).select_related(*related)


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
    return ""


def message_of(letter, address):
    """Words of the school's own paper, so they are Russian data."""
    headers = {"Message-ID": f"<{letter.public_id}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    text = invitation_text(letter.guest.meeting, letter.guest.person)
    return EmailMessage(
        "Приглашение на групповую встречу", text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers
    )


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


@transaction.atomic
def mark_attendance(meeting, *, came, missed, by):
    """Write these ticks alone: what somebody else ticked at the same time stays. Answers how many changed."""
    GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
    rows = MeetingGuest.objects.filter(meeting=meeting)
    count = rows.filter(pk__in=came).exclude(has_come=True).update(has_come=True)
    count += rows.filter(pk__in=missed).exclude(has_come=False).update(has_come=False)
    if count:
        audit.record(by=by, action="meeting.attended", row=meeting, changes={"count": [None, count]})
    return count


def those_who_choose(meeting):
    """Guests who came; all of them as long as nobody has filled in the attendance list."""
    rows = MeetingGuest.objects.filter(meeting=meeting)
    came = rows.filter(has_come=True)
    return came if came.exists() else rows


@transaction.atomic
def collect_choices(meeting, *, by, day):
    """Two campaigns, one for each side, for those who came; pressed again nothing is made twice.

    The questionnaires are the school's own copies of the built-in ones, which are taken and published where there is
    none yet.
    """
    meeting = GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.campaigns:
        return meeting
    guests = those_who_choose(meeting)
    if not guests.exclude(mentor=None).exists() or not guests.exclude(mentee=None).exists():
        raise RuleBroken(_("Both mentors and mentees must be on the list before they can choose."))
    oldest = max(guests.exclude(mentee=None).values_list("mentee__person__school_class__grade", flat=True), key=grade)
    wording = Survey.Wording.CHILD if grade(oldest) <= CHILD_GRADE else Survey.Wording.ADULT
    meeting.mentee_campaign = campaign_for(meeting, "choice-mentee", wording, MENTEES, by=by, day=day).public_id
    meeting.mentor_campaign = campaign_for(
        meeting, "choice-mentor", Survey.Wording.ADULT, MENTORS, by=by, day=day
    ).public_id
    GroupMeeting.objects.filter(pk=meeting.pk).update(
        mentee_campaign=meeting.mentee_campaign, mentor_campaign=meeting.mentor_campaign
    )
    audit.record(by=by, action="meeting.choices", row=meeting)
    return meeting


def grade(number):
    """Adults have no year of study and are older than all pupils."""
    return 99 if number is None else number


MENTEES, MENTORS = "meeting.mentees", "meeting.mentors"
"""Audiences of the two campaigns; ``asking.py`` gives them to the questionnaires."""


def campaign_for(meeting, code, wording, source, *, by, day):
    version = version_of(code, wording, school=meeting.school, by=by)
    campaign, _is_new = campaigns.draft_campaign(
        key=uuid.uuid4(),
        programme=meeting.programme,
        version=version,
        by=by,
        title=f"{version.survey.title}, {ru.short_date(meeting.day)}"[:200],
        audience=[{"source": source, "values": [str(meeting.public_id)]}],
        opens_on=day,
        closes_on=day + timedelta(days=DAYS_TO_CHOOSE),
    )
    campaigns.open_campaign(campaign, by=by)
    invite_by_letter(campaign, list(campaign.invitations.all()), day=day)
    return campaign


def version_of(code, wording, *, school, by):
    """The last published version of the school's copy; a copy is made of the built-in one where there is none."""
    versions = SurveyVersion.objects.filter(
        survey__code=code, survey__wording=wording, survey__deleted_at=None, state=SurveyVersion.State.PUBLISHED
    )
    found = versions.select_related("survey").order_by("-survey__pk", "-number").first()
    if found:
        return found
    ready = builtin.named(f"{code}:{wording}")
    about = {"code": code, "purpose": Purpose.CHOICE, "wording": wording}
    survey = building.create_survey(
        key=uuid.uuid4(), school=school, title=ready.title, content=ready.content, by=by, **about
    )
    return building.publish(survey.versions.get(), by)
