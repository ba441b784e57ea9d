"""What both sides choose after the group meeting: asked with one press, shown as a table, used by the matching."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.common import clock
from mentorship.matching.chosen import MENTOR_SIDE
from mentorship.matching.gathering import knowledge_of
from mentorship.matching.models import MeetingGuest
from mentorship.matching.mutual import mutual_choices, sides_of
from mentorship.matching.services import meetings
from surveys import numbering, sources
from surveys.models import Campaign, Survey
from tests.factories import SchoolClassFactory

from .meeting_addresses import at
from .registers import choose, ready_mentee, ready_mentor

DAY, MEETING_DAY = date(2022, 3, 21), date(2022, 3, 25)
pytestmark = pytest.mark.usefixtures("school_scope")


def test_both_sides_are_asked_with_one_press(meeting, coordinator, mentees, mentors):
    MeetingGuest.objects.exclude(mentee=mentees[2]).update(has_come=True)
    for _press in range(2):
        coordinator.post(at("matching_meeting_choices_ask", meeting))
    meeting.refresh_from_db()
    by_mentees, by_mentors = (
        Campaign.objects.get(public_id=one) for one in (meeting.mentee_campaign, meeting.mentor_campaign)
    )
    assert Campaign.objects.count() == 2
    assert {one.subject for one in by_mentees.invitations.all()} == {one.person.public_id for one in mentees[:2]}
    assert {one.subject for one in by_mentors.invitations.all()} == {one.person.public_id for one in mentors}
    assert not by_mentees.is_open_on(DAY)
    assert by_mentees.is_open_on(MEETING_DAY)
    assert by_mentees.closes_on == date(2022, 4, 1)
    assert sorted(Survey.objects.values_list("code", flat=True)) == ["choice-mentee", "choice-mentor"]
    page = coordinator.get(meeting.get_absolute_url()).content.decode()
    assert "0 из 2" in page


def test_younger_pupils_are_asked_in_their_words(meeting, coordinator, mentees):
    for one in mentees:
        one.person.school_class = SchoolClassFactory(school=one.school, grade=5)
        one.person.save()
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    assert Survey.objects.get(code="choice-mentee").wording == "child"


def test_younger_and_older_pupils_are_asked_each_in_their_words(meeting, coordinator, mentees):
    mentees[0].person.school_class = SchoolClassFactory(school=meeting.school, grade=5)
    mentees[0].person.save()
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    meeting.refresh_from_db()
    assert subjects_of(meeting.child_campaign) == {mentees[0].person.public_id}
    assert subjects_of(meeting.mentee_campaign) == {one.person.public_id for one in mentees[1:]}


def subjects_of(number):
    return {one.subject for one in Campaign.objects.get(public_id=number).invitations.all()}


def test_the_last_day_is_chosen_and_checked(meeting, coordinator):
    address = at("matching_meeting_choices_ask", meeting)
    for wrong in ("24.03.2022", "послезавтра"):
        answer = coordinator.post(address, {"choices-closes_on": wrong})
        assert answer.status_code == 422
    assert not Campaign.objects.exists()
    coordinator.post(address, {"choices-closes_on": "28.03.2022"})
    assert set(Campaign.objects.values_list("closes_on", flat=True)) == {date(2022, 3, 28)}


def test_who_is_marked_later_is_asked_too(meeting, coordinator, mentees, mentors):
    MeetingGuest.objects.exclude(mentee=mentees[2]).update(has_come=True)
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    late = MeetingGuest.objects.get(mentee=mentees[2])
    coordinator.post(at("matching_attendance", meeting), {"shown": late.pk, "guest": late.pk})
    meeting.refresh_from_db()
    assert subjects_of(meeting.mentee_campaign) == {one.person.public_id for one in mentees}


def test_a_questionnaire_offers_those_alone_who_were_there(meeting, coordinator, mentees, mentors, here):
    ready_mentor(here)
    MeetingGuest.objects.exclude(mentor=mentors[1]).update(has_come=True)
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    meeting.refresh_from_db()
    campaign = Campaign.objects.get(public_id=meeting.mentee_campaign)
    wished = next(one for one in campaign.survey_version.questionnaire.questions if one.key == "wished")
    own = [str(mentors[0].public_id)]
    assert [key for key, _text in sources.options_in(campaign, wished)] == own
    assert [key for key, _text in numbering.choices_of(campaign, wished)] == own
    assert len(sources.options_of(wished, here)) == 3


def test_thrown_away_questionnaires_are_asked_anew(meeting, coordinator):
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    Campaign.objects.update(deleted_at=clock.now())
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    meeting.refresh_from_db()
    assert Campaign.objects.filter(public_id__in=meeting.campaigns, deleted_at=None).count() == 2


def test_nobody_is_asked_when_a_side_is_missing(meeting, coordinator, mentors):
    MeetingGuest.objects.exclude(mentor=None).delete()
    page = coordinator.post(at("matching_meeting_choices_ask", meeting), follow=True).content.decode()
    assert "и наставники, и наставляемые" in page
    assert not Campaign.objects.exists()


@pytest.fixture
def chosen(meeting, coordinator, mentees, mentors):
    """The first two choose each other, the second mentee is chosen only, the third has not answered."""
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    meeting.refresh_from_db()
    ask = {one: Campaign.objects.get(public_id=getattr(meeting, f"{one}_campaign")) for one in ("mentee", "mentor")}
    answered(ask["mentee"], mentees[0], wished=[mentors[1], mentors[0]])
    answered(ask["mentee"], mentees[1], unwanted=[mentors[0]])
    answered(ask["mentor"], mentors[0], wished=[mentees[0], mentees[1]])
    return meeting


def answered(campaign, row, **choice):
    """By the ticket that the campaign has made."""
    choose(campaign, row, ticket=campaign.invitations.get(subject=row.person.public_id), **choice)


def test_mutual_choices_come_first(chosen, mentees, mentors):
    first, second, third = mutual_choices(sides_of(chosen))
    assert (first.card, first.rank) == (mentees[0], 0)
    assert [(one.person, one.place, one.is_mutual) for one in first.chose] == [
        (mentors[1].person, 1, False),
        (mentors[0].person, 2, True),
    ]
    assert (second.card, second.rank, second.has_answered) == (mentees[1], 1, True)
    assert (third.card, third.rank, third.has_answered) == (mentees[2], 2, False)


def test_the_mentors_side_of_the_table(chosen, mentees, mentors):
    first, second = mutual_choices(sides_of(chosen), MENTOR_SIDE)
    assert (first.card, first.rank) == (mentors[0], 0)
    assert [one.person for one in first.chose if one.is_mutual] == [mentees[0].person]
    assert [(one.person, one.place) for one in second.chosen_by] == [(mentees[0].person, 1)]
    assert (second.card, second.rank, second.has_answered) == (mentors[1], 1, False)


def test_who_named_nobody_is_found(chosen, coordinator, mentees):
    page = coordinator.get(at("matching_choices", chosen), {"kind": "nobody"}).content.decode()
    table = page[page.index("<tbody") : page.index("</tbody")]
    assert mentees[1].person.short_name in table
    assert mentees[0].person.short_name not in table


def test_the_table_costs_the_same_for_many(chosen, coordinator, here):
    address = at("matching_choices", chosen)
    coordinator.get(address)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(address)
    meetings.add_guests(chosen, [ready_mentor(here) for _ in range(3)], [ready_mentee(here) for _ in range(10)])
    with CaptureQueriesContext(connection) as many:
        coordinator.get(address)
    assert len(many) == len(few) <= 30


def test_the_matching_takes_the_choices_into_account(chosen, here, mentees, mentors):
    known = knowledge_of(here, day=DAY)
    wishes = {one.id: one.wishes for one in known.mentees}
    assert wishes[mentees[0].pk] == (mentors[1].pk, mentors[0].pk)
    assert {one.id: one.unwanted for one in known.mentees}[mentees[1].pk] == frozenset({mentors[0].pk})


def test_the_coordinator_alone_sees_who_would_rather_not(chosen, coordinator, client_of, mentees, mentors):
    page = coordinator.get(at("matching_choices", chosen)).content.decode()
    assert "Предпочли бы не работать вместе" in page
    assert f"{mentees[1].person.short_name} → {mentors[0].person.short_name}" in page
    for role in ("director", "deputy"):
        client = client_of(role)
        assert client.get(at("matching_choices", chosen)).status_code == 403
        assert client.get(at("matching_choices_file", chosen, "xlsx")).status_code == 403
        assert client.get(chosen.get_absolute_url()).status_code == 200
    for extension in ("pdf", "xlsx"):
        assert coordinator.get(at("matching_choices_file", chosen, extension)).status_code == 200
    mutual = coordinator.get(at("matching_choices", chosen), {"kind": "mutual"}).content.decode()
    assert mentees[2].person.short_name not in mutual
