"""What the rest of the product learns of pairs: registers, funnel, cards that are joined or erased, who sees whom."""

from datetime import date

import pytest

from mentorship.pairs.models import Pairing, PairingEvent, PairingMentee
from mentorship.people.counterparts import partners_of
from mentorship.people.funnel import Funnel, with_state
from mentorship.people.models import Mentee, Mentor, Person, Register
from mentorship.people.services.erasing import erase
from mentorship.people.services.merging import merge
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PairingFactory, PersonFactory, SchoolClassFactory

DAY = date(2022, 3, 14)
OVER = {"state": "finished", "ended_on": DAY, "ending": "fulfilled"}


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def pair(school_scope, programme):
    """``pair(mentees=2)`` is a living pair with that many mentees."""

    def make(mentees=1, **fields):
        return PairingFactory(
            programme=programme, mentees=[MenteeFactory(programme=programme) for _n in range(mentees)], **fields
        )

    return make


def funnel_of(model, row):
    return with_state(model.objects.filter(pk=row.pk), DAY).get().funnel


def test_who_is_in_a_living_pair_is_paired_and_who_was_in_one_is_not(pair):
    living, over = pair(), pair(**OVER)

    assert funnel_of(Mentor, living.mentor) == Funnel.PAIRED
    assert funnel_of(Mentee, living.mentees.get()) == Funnel.PAIRED
    assert funnel_of(Mentor, over.mentor) == Funnel.CANDIDATE
    assert funnel_of(Mentee, over.mentees.get()) == Funnel.CANDIDATE


def test_who_has_left_a_group_is_not_paired_while_the_group_goes_on(pair):
    group = pair(mentees=2)
    left, stays = group.mentees.all()

    PairingMentee.objects.filter(mentee=left).update(left_on=DAY)

    assert [funnel_of(Mentee, one) for one in (left, stays)] == [Funnel.CANDIDATE, Funnel.PAIRED]


def test_registers_name_the_partners_of_living_pairs(pair):
    group = pair(mentees=2)
    pair(**OVER)
    mentees = list(group.mentees.all())

    by_mentor = partners_of(Register.MENTORS, Mentor.objects.values("pk"))
    by_mentee = partners_of(Register.MENTEES, Mentee.objects.values("pk"))

    assert {key: len(found) for key, found in by_mentor.items()} == {group.mentor_id: 2}
    assert by_mentee == {one.pk: [group.mentor.person] for one in mentees}


def test_a_joined_card_brings_its_pairs_and_stands_in_each_once(pair, programme, member):
    group = pair(mentees=2)
    leads, follows = group.mentees.all()
    other = PairingFactory(programme=programme, mentees=[follows])

    merge(
        winner=leads.person,
        loser=follows.person,
        versions=[leads.person.version, follows.person.version],
        values={},
        participations={},
        by=member().user,
    )

    assert list(PairingMentee.objects.filter(mentee=leads).values_list("pairing", flat=True)) == [group.pk, other.pk]
    assert not PairingMentee.objects.filter(mentee=follows).exists()


def test_a_joined_mentor_brings_the_pairs(pair, programme, member):
    mine, theirs = pair(), pair()

    merge(
        winner=mine.mentor.person,
        loser=theirs.mentor.person,
        versions=[mine.mentor.person.version, theirs.mentor.person.version],
        values={},
        participations={},
        by=member().user,
    )

    assert set(Pairing.objects.values_list("mentor", flat=True)) == {mine.mentor_id}


def test_an_erased_mentee_leaves_a_nameless_place_and_no_words(pair, member):
    over = pair(**OVER, ending_reason="Переехал с мамой")
    PairingEvent.objects.create(
        school=over.school, pairing=over, kind="ended", day=DAY, reason="Переехал с мамой", state="finished"
    )
    person = over.mentees.get().person

    erase(person=person, reason="Заявление родителей", by=member().user)

    over.refresh_from_db()
    assert over.ending_reason == over.events.get().reason == ""
    assert over.mentees.get().person.full_name == ""


@pytest.fixture
def mentor_client(client_of, member, programme):
    """A signed-in mentor; ``.card`` is the Mentor."""
    membership = member(Role.MENTOR)
    client = client_of(membership)
    person = PersonFactory(school=programme.school, kind="teacher", user=membership.user)
    client.card = MentorFactory(programme=programme, person=person)
    return client


def test_a_mentor_sees_the_cards_of_the_own_mentees_and_of_nobody_else(pair, mentor_client):
    own, other, over = pair(mentor=mentor_client.card), pair(), pair(mentor=mentor_client.card, **OVER)

    answers = [
        mentor_client.get(f"/people/{one.mentees.get().person.public_id}/").status_code for one in (own, other, over)
    ]

    assert answers == [200, 404, 404]


def test_a_mentor_who_leads_a_class_may_not_correct_the_own_mentees(pair, mentor_client, member, school):
    member(Role.CLASS_TEACHER, user=mentor_client.membership.user)
    mentee = pair(mentor=mentor_client.card).mentees.get()

    assert mentor_client.get(f"/people/{mentee.person.public_id}/edit/").status_code == 403


def test_who_leaves_the_programme_with_a_pair_is_named(pair, client_of):
    living = pair()
    mentee = living.mentees.get()
    client = client_of()
    body = {"version": mentee.version, "left_on": "14.03.2022", "leaving_reason": "Переезд"}

    response = client.post(mentee.get_absolute_url(), body, follow=True)

    assert str(living.mentor.person) in response.content.decode()
    assert Mentee.objects.get(pk=mentee.pk).left_on == DAY


def test_places_of_thrown_away_people_do_not_stop_a_school_class_from_being_counted(pair, school):
    """The register counts go through the same condition as the page of a class."""
    school_class = SchoolClassFactory(school=school)
    living = pair()
    Person.objects.filter(pk=living.mentees.get().person_id).update(school_class=school_class)

    assert with_state(Mentee.objects.of(living.programme), DAY).filter(funnel=Funnel.PAIRED).count() == 1
