"""Answers of questionnaires come into the registers when somebody accepts them, and not otherwise."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorship.common.errors import RuleBroken
from mentorship.people.asking.fields import FIELDS
from mentorship.people.asking.lines import lines_of
from mentorship.people.asking.registers import Registers
from mentorship.people.models import Mentee, MenteeTag, Mentor, Offer, Person, Proposal, Tag
from mentorship.people.services import deciding, deciding_undo, offers
from mentorship.programmes.models import AuditEvent
from surveys import sources
from tests.factories import MenteeFactory, MentorFactory, PersonFactory, SchoolClassFactory, TagFactory
from tests.mentorship.people.asking import DAY, MENTOR_QUESTIONS, answer, campaign_of, ticket_of

State = Proposal.State
TOLD = {
    "request": {"text": "Подтянуть алгебру"},
    "slots": {"slots": ["tue-after1", "mon-before"]},
    "year": {"number": 2008},
    "email": {"text": "petya@mail.test"},
}


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def mentee(school_scope, programme):
    return MenteeFactory(programme=programme, request="Физика", person__birth_year=2007)


@pytest.fixture
def campaign(school_scope, programme):
    return campaign_of(programme, title="Анкета на входе")


@pytest.fixture
def by(member):
    return member("coordinator").user


def offer_of(submission):
    offers.gather(submission.campaign.programme)
    return Offer.objects.get(submission=submission)


def proposed(offer):
    return {one.field: (one.before, one.proposed) for one in offer.proposals.all()}


def seen(offer):
    registers = Registers(offer.submission.campaign.programme, [offer.person_id])
    return {one.code: one.seen for one in lines_of(offer, registers)}


def words(mentee):
    return sorted(MenteeTag.objects.filter(mentee=mentee).values_list("tag__title", flat=True))


def test_only_what_differs_is_proposed(mentee, campaign):
    offer = offer_of(answer(campaign, mentee.person, **(TOLD | {"year": {"number": 2007}})))

    assert offer.person == mentee.person
    assert offer.is_waiting
    assert proposed(offer) == {
        "mentee.request": ("Физика", "Подтянуть алгебру"),
        "mentee.slots": (None, ["mon-before", "tue-after1"]),
        "mentee.answered_on": (None, "2022-03-14"),
        "person.email": (None, "petya@mail.test"),
    }


def test_looking_again_makes_nothing_twice(mentee, campaign, programme):
    answer(campaign, mentee.person, **TOLD)

    assert [offers.gather(programme), offers.gather(programme)] == [1, 0]
    assert Offer.objects.count() == 1


def test_unknown_and_empty_answers_propose_nothing(mentee, campaign):
    mentee.swap(mentee.version, answered_on=DAY)

    offer = offer_of(answer(campaign, mentee.person, subjects={"unknown": True}))

    assert not offer.is_waiting
    assert not offer.proposals.exists()


def test_an_anonymous_campaign_proposes_nothing(mentee, programme):
    campaign = campaign_of(programme, is_anonymous=True)
    answer(campaign, mentee.person, **TOLD)

    assert offers.gather(programme) == 0
    assert not Offer.objects.exists()


def test_accepting_writes_the_register_the_day_and_the_log(mentee, campaign, by):
    offer = offer_of(answer(campaign, mentee.person, **TOLD))

    deciding.accept(offer=offer, by=by, seen=seen(offer))

    mentee.refresh_from_db()
    person = Person.objects.get(pk=mentee.person_id)
    assert (mentee.request, mentee.slots, mentee.answered_on) == (
        "Подтянуть алгебру",
        ["mon-before", "tue-after1"],
        DAY,
    )
    assert (person.birth_year, person.email) == (2008, "petya@mail.test")
    assert set(offer.proposals.values_list("state", "decided_by")) == {(State.ACCEPTED, by.pk)}
    event = AuditEvent.objects.filter(action="answers.accepted", object_type="people.mentee").get()
    assert event.actor == by
    assert ["Физика", "Подтянуть алгебру"] in event.changes.values()
    assert ["", "Анкета на входе, 14.03.2022"] in event.changes.values()


def test_an_intake_without_any_difference_still_gives_the_day(mentee, campaign, by):
    offer = offer_of(answer(campaign, mentee.person, request={"text": "Физика"}))

    deciding.accept(offer=offer, by=by)

    mentee.refresh_from_db()
    assert mentee.answered_on == DAY


def test_a_later_day_that_was_written_by_hand_meanwhile_stays(mentee, campaign, by):
    offer = offer_of(answer(campaign, mentee.person, **TOLD))
    mentee.swap(mentee.version, answered_on=date(2022, 3, 20))

    assert deciding.accept_many([offer], by=by, people=Person.objects.living()).left == 0

    mentee.refresh_from_db()
    assert (mentee.request, mentee.answered_on) == ("Подтянуть алгебру", date(2022, 3, 20))


def test_what_is_not_chosen_is_declined_and_stays(mentee, campaign, by):
    offer = offer_of(answer(campaign, mentee.person, **TOLD))

    deciding.accept(offer=offer, by=by, codes={"person.email"}, seen=seen(offer))

    mentee.refresh_from_db()
    assert (mentee.request, mentee.slots, mentee.answered_on) == ("Физика", [], DAY)
    assert Person.objects.get(pk=mentee.person_id).email == "petya@mail.test"
    assert not Offer.objects.get().is_waiting


def test_a_register_that_was_changed_since_is_never_overwritten_unseen(mentee, campaign, by):
    offer = offer_of(answer(campaign, mentee.person, **TOLD))
    shown = seen(offer)
    mentee.swap(mentee.version, request="Записано на беседе")

    with pytest.raises(deciding.ChangedSince):
        deciding.accept(offer=offer, by=by, seen=shown)
    with pytest.raises(deciding.ChangedSince):
        deciding.accept(offer=offer, by=by)
    outcome = deciding.accept_many([offer], by=by, people=Person.objects.living())

    mentee.refresh_from_db()
    assert mentee.request == "Записано на беседе"
    assert mentee.slots == ["mon-before", "tue-after1"]
    assert outcome.left == 1
    assert list(offer.proposals.filter(state=State.WAITING).values_list("field", flat=True)) == ["mentee.request"]


@given(plan=st.lists(st.sets(st.sampled_from(sorted(FIELDS))), max_size=4), press=st.integers(1, 3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_decisions_writes_exactly_what_was_accepted(mentee, campaign, by, plan, press):
    """Accepted in any portions, each pressed up to three times: the register holds the accepted values and no others;
    taken back, it is what it was."""
    Mentee.objects.filter(pk=mentee.pk).update(request="Физика", slots=[], answered_on=None)
    Person.objects.filter(pk=mentee.person_id).update(birth_year=2007, email="")
    campaign.invitations.all().delete()
    offer = offer_of(answer(campaign, mentee.person, **TOLD))
    total = proposed(offer)
    accepted, batches = set(), []
    for codes in plan:
        for _time in range(press):
            batches.append(uuid.uuid4())
            deciding.accept(offer=offer, by=by, codes=codes, keeps_rest=True, batch=batches[-1])
        accepted |= codes & set(total)
        accepted |= {"mentee.answered_on"} if codes else set()

    registers = Registers(campaign.programme, [mentee.person_id])
    for code, (before, value) in total.items():
        held = registers.current(FIELDS[code], mentee.person_id)
        assert (held or None) == (value if code in accepted else before)
    assert set(offer.proposals.filter(state=State.ACCEPTED).values_list("field", flat=True)) == accepted

    for batch in reversed(batches):
        deciding_undo.undo(batch, Offer.objects.all(), by=by)
    registers = Registers(campaign.programme, [mentee.person_id])
    assert {code: registers.current(FIELDS[code], mentee.person_id) or None for code in total} == {
        code: before for code, (before, _value) in total.items()
    }
    assert not offer.proposals.exclude(state=State.WAITING).exists()


def test_an_act_is_taken_back_but_for_what_was_written_since(mentee, campaign, by):
    offer = offer_of(answer(campaign, mentee.person, **TOLD))
    batch = uuid.uuid4()
    deciding.accept(offer=offer, by=by, batch=batch)
    mentee.refresh_from_db()
    mentee.swap(mentee.version, request="Другое")

    assert deciding_undo.undo(batch, Offer.objects.all(), by=by) == (1, 1)

    mentee.refresh_from_db()
    person = Person.objects.get(pk=mentee.person_id)
    assert (mentee.request, mentee.slots, mentee.answered_on) == ("Другое", [], None)
    assert (person.birth_year, person.email) == (2007, "")
    assert Offer.objects.get().is_waiting
    assert deciding_undo.undo(batch, Offer.objects.all(), by=by) == (0, 0)


def test_words_are_found_merged_added_mapped_and_left_out(mentee, campaign, by, school):
    algebra, geometry = (TagFactory(school=school, title=one, key=one.lower()) for one in ("Алгебра", "Геометрия"))
    maths = TagFactory(school=school, title="Математика", key="математика", merged_into=algebra)
    MenteeTag.objects.create(school=school, mentee=mentee, tag=geometry)
    said = {"options": [str(maths.pk)], "other": "геометрия, Робототехника, Черчение, Бла"}
    offer = offer_of(answer(campaign, mentee.person, subjects=said))

    value = offer.proposals.get(field="mentee.subjects").proposed
    assert value == {"words": sorted([algebra.pk, geometry.pk]), "new": ["Робототехника", "Черчение", "Бла"]}
    assert deciding.accept_many([offer], by=by, people=Person.objects.living()).left == 1
    assert words(mentee) == ["Геометрия"]

    choices = {"mentee.subjects": {"Черчение": str(geometry.pk), "Бла": "skip"}}
    deciding.accept(offer=offer, by=by, words=choices)

    assert words(mentee) == ["Алгебра", "Геометрия", "Робототехника"]
    assert not Tag.objects.filter(title="Бла").exists()


def test_what_the_register_cannot_take_is_not_taken(mentee, campaign, by):
    offer = offer_of(answer(campaign, mentee.person, email={"text": "нет"}, year={"number": 3}))

    with pytest.raises(RuleBroken):
        deciding.accept(offer=offer, by=by)
    outcome = deciding.accept_many([offer], by=by, people=Person.objects.living())

    assert outcome.left == 1
    assert Person.objects.get(pk=mentee.person_id).email == ""


def test_ages_that_go_down_are_refused_in_words(programme, school_scope, by):
    mentor = MentorFactory(programme=programme)
    campaign = campaign_of(programme, MENTOR_QUESTIONS, code="intake-mentor-teacher")
    offer = offer_of(answer(campaign, mentor.person, **{"from": {"number": 15}, "to": {"number": 12}}))

    with pytest.raises(RuleBroken):
        deciding.accept(offer=offer, by=by)

    deciding.accept(offer=offer, by=by, codes={"mentor.age_from"})
    mentor.refresh_from_db()
    assert (mentor.age_from, mentor.age_to, mentor.answered_on) == (15, None, DAY)


def test_who_is_not_in_the_register_of_the_questionnaire_comes_into_it(programme, school_scope, by):
    person = PersonFactory(school=programme.school, kind="teacher")
    campaign = campaign_of(programme, MENTOR_QUESTIONS, code="intake-mentor-teacher")
    offer = offer_of(answer(campaign, person, capacity={"number": 3}))
    assert not Mentor.objects.exists()
    batch = uuid.uuid4()

    deciding.accept(offer=offer, by=by, batch=batch)

    mentor = Mentor.objects.living().get()
    assert (mentor.person, mentor.capacity, mentor.answered_on) == (person, 3, DAY)
    deciding_undo.undo(batch, Offer.objects.all(), by=by)
    assert not Mentor.objects.living().exists()


def test_an_unknown_person_is_nobody_before_it_is_accepted(programme, campaign, by, school):
    SchoolClassFactory(school=school)
    said = {"surname": "Новиков", "given_name": "Илья", "group": "8\u00a0«Б»"}
    offer = offer_of(answer(campaign, said=said, **TOLD))
    assert offer.person is None
    assert not Person.objects.exists()
    with pytest.raises(RuleBroken):
        deciding.accept(offer=offer, by=by)
    batch = uuid.uuid4()
    person = Person(school=school, kind="pupil", surname="Новиков", given_name="Илья")

    codes = {"mentee.request", "mentee.answered_on"}
    deciding.accept_as_new(offer=offer, person=person, by=by, codes=codes, batch=batch)
    deciding.accept_as_new(
        offer=offer, person=Person(school=school, kind="pupil", surname="Новиков"), by=by, codes=codes
    )

    mentee = Mentee.objects.living().get()
    assert (mentee.person.surname, mentee.request, mentee.answered_on) == ("Новиков", "Подтянуть алгебру", DAY)
    assert Person.objects.count() == 1
    deciding_undo.undo(batch, Offer.objects.all(), by=by)
    assert not Person.objects.living().exists()
    assert not Mentee.objects.living().exists()
    assert Offer.objects.get().person is None
    assert Offer.objects.get().is_waiting


def test_a_namesake_of_the_named_class_is_sure_and_taken_with_many(programme, campaign, by, school):
    here = SchoolClassFactory(school=school)
    there = SchoolClassFactory(school=school, grade=9)
    name = {"surname": "Ёлкин", "given_name": "Пётр"}
    mine = MenteeFactory(programme=programme, person__school_class=here, **{f"person__{k}": v for k, v in name.items()})
    PersonFactory(school=school, school_class=there, **name)
    offer = offer_of(answer(campaign, said={"surname": "елкин", "given_name": "петр", "group": str(here)}, **TOLD))

    found = offers.candidates(offer.submission, Person.objects.living())
    assert [(one.pk == mine.person_id, sure) for one, sure in found] == [(True, True), (False, False)]
    outcome = deciding.accept_many([offer], by=by, people=Person.objects.living())

    mine.refresh_from_db()
    assert (outcome.offers, outcome.left, mine.request) == (1, 0, "Подтянуть алгебру")


def test_two_namesakes_of_one_class_are_left_to_a_look(programme, campaign, by, school):
    here = SchoolClassFactory(school=school)
    for _number in range(2):
        PersonFactory(school=school, surname="Ким", given_name="Анна", school_class=here)
    offer = offer_of(answer(campaign, said={"surname": "Ким", "given_name": "Анна", "group": str(here)}, **TOLD))

    assert deciding.accept_many([offer], by=by, people=Person.objects.living()).left == 1
    assert not Mentee.objects.exists()


def test_an_account_is_the_card_it_belongs_to(programme, campaign, by, member):
    user = member("mentor").user
    person = PersonFactory(school=programme.school, kind="teacher", user=user)

    offer = offer_of(answer(campaign, ticket=ticket_of(campaign, user=user, email=""), **TOLD))

    assert offer.person == person


def test_an_account_without_a_card_gets_one_that_is_its_own(programme, campaign, by, member, school):
    user = member("psychologist").user
    offer = offer_of(answer(campaign, ticket=ticket_of(campaign, user=user, email=""), **TOLD))
    assert offer.person is None
    assert offers.said_by(offer.submission)[:2] == (user.surname, user.given_name)
    person = Person(school=school, kind="teacher", surname=user.surname, given_name=user.given_name, user=user)

    deciding.accept_as_new(offer=offer, person=person, by=by, codes={"mentee.request"})

    assert Mentee.objects.get().person.user == user
    other = campaign_of(programme)
    again = offer_of(answer(other, ticket=ticket_of(other, user=user, email=""), **TOLD))
    assert again.person == person


def test_an_account_that_has_got_a_card_meanwhile_gets_no_second_one(programme, campaign, by, member, school):
    user = member("psychologist").user
    offer = offer_of(answer(campaign, ticket=ticket_of(campaign, user=user, email=""), **TOLD))
    PersonFactory(school=school, user=user)

    with pytest.raises(RuleBroken):
        deciding.accept_as_new(offer=offer, person=Person(school=school, user=user), by=by, codes=set())

    assert Person.objects.count() == 1


def test_the_address_that_was_asked_finds_the_person(programme, campaign, by, school):
    person = PersonFactory(school=school, kind="parent", email="Mama@mail.test")
    offer = offer_of(answer(campaign, ticket=ticket_of(campaign, email="mama@mail.test"), **TOLD))

    assert offer.person is None
    assert offers.candidates(offer.submission, Person.objects.living()) == [(person, True)]


def test_a_corrected_sheet_takes_the_place_of_the_first(mentee, campaign, programme):
    row = answer(campaign, mentee.person, **TOLD)
    offer = offer_of(row)
    type(row).objects.filter(pk=row.pk).update(withdrawn_at="2022-03-14T10:00Z")

    assert offer not in Offer.objects.of(programme)


def test_many_are_read_with_a_few_queries(programme, campaign, school):
    def read(count):
        for one in [MenteeFactory(programme=programme) for _number in range(count)]:
            answer(campaign, one.person, **TOLD)
        with CaptureQueriesContext(connection) as queries:
            assert offers.gather(programme) == count
        return len(queries)

    # SQLite takes a thousand values in a statement, so many rows are written in a few.
    assert read(40) <= read(2) + 3


@pytest.mark.parametrize("day", [date(2022, 2, 1), DAY])
def test_an_older_questionnaire_does_not_set_the_day_back(mentee, campaign, day):
    mentee.swap(mentee.version, answered_on=DAY)

    assert "mentee.answered_on" not in proposed(offer_of(answer(campaign, mentee.person, day=day, **TOLD)))


def test_a_sheet_that_two_type_in_waits_for_both_to_agree(mentee, programme):
    campaign = campaign_of(programme, is_checked_twice=True)
    row = answer(campaign, mentee.person, **TOLD)
    sheets = type(row).objects.filter(pk=row.pk)

    for second, is_read in ((None, 0), ({"request": {"text": "Другое"}}, 0), (row.answers, 1)):
        sheets.update(way="paper", second=second)
        assert offers.gather(programme) == is_read


def test_ready_questionnaires_speak_of_fields_that_there_are(school_scope):
    """What is offered to a register is a field of it, of a kind that fits, with words of the list it understands."""
    from surveys.builtin import builtins

    asked = [(one, question) for one in builtins() for question in one.content.questions if question.binding]
    assert {one.code for one, _question in asked} >= {"intake-pupil", "intake-teacher", "intake-mentor-teacher"}
    for _one, question in asked:
        field = FIELDS[question.binding]
        assert question.kind in field.kinds, question.binding
        assert not question.source or question.source == field.source
        assert not question.source or question.source in sources.option_sources
