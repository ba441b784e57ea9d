"""What the matching is told of the registers: who may be matched, their words, wishes, places and past."""

from datetime import UTC, date, datetime

import pytest

from mentorship.matching import gathering
from mentorship.matching.chosen import choices_of
from mentorship.matching.gathering import knowledge_of, rules_of
from mentorship.matching.models import Exclusion, MatchingRules
from mentorship.matching.participants import Knowledge
from mentorship.matching.rules import PRESETS
from mentorship.people.models import MenteeTag, MentorTag, Offer, Person, Proposal
from mentorship.programmes.models import MentoringForm
from surveys.models import Submission
from tests.factories import (
    MentorFactory,
    PairingFactory,
    PersonFactory,
    ProgrammeFactory,
    SchoolClassFactory,
    TagFactory,
)

from .registers import (
    CHOICE_OF_MENTEES,
    CHOICE_OF_MENTORS,
    DAY,
    choice_campaign,
    choose,
    ready_mentee,
    ready_mentor,
)


def ids(people):
    return [one.id for one in people]


@pytest.fixture
def pair(school_scope, programme):
    """A mentor and a mentee who may be matched."""
    return ready_mentor(programme), ready_mentee(programme)


def test_only_those_are_matched_who_have_everything_before_the_pair(pair, programme):
    mentor, mentee = pair
    ready_mentor(programme, decision="reserve")
    ready_mentor(programme, left_on=DAY)
    ready_mentee(programme, answered_on=None)
    ready_mentee(programme, person__has_left=True)
    MentorFactory(programme=programme)

    knowledge = knowledge_of(programme, day=DAY)

    assert ids(knowledge.mentors) == [mentor.pk]
    assert ids(knowledge.mentees) == [mentee.pk]


def test_a_mentee_with_a_mentor_is_not_matched_and_takes_a_place(pair, programme):
    mentor, mentee = pair
    mentor.capacity = 3
    mentor.save()
    other = ready_mentee(programme)
    PairingFactory(programme=programme, mentor=mentor, mentees=[mentee])

    knowledge = knowledge_of(programme, day=DAY)

    assert ids(knowledge.mentees) == [other.pk]
    assert (knowledge.mentors[0].room, knowledge.mentors[0].load) == (2, 1)


@pytest.mark.parametrize("ended", [{"state": "proposed"}, {"deleted_at": datetime(2022, 3, 1, tzinfo=UTC)}])
def test_a_pair_that_does_not_live_holds_nobody(pair, programme, ended):
    mentor, mentee = pair
    PairingFactory(programme=programme, mentor=mentor, mentees=[mentee], **ended)

    knowledge = knowledge_of(programme, day=DAY)

    assert ids(knowledge.mentees) == [mentee.pk]
    assert knowledge.mentors[0].room == 1


def test_words_hours_and_the_class_are_told(school_scope, programme):
    eight = SchoolClassFactory(school=programme.school, building="Заречный", shift=2)
    mentee = ready_mentee(programme, person__school_class=eight, slots=["wed-after1", "gone"])
    subject, request = TagFactory(school=programme.school), TagFactory(school=programme.school, axis="competence")
    synonym = TagFactory(school=programme.school, merged_into=subject)
    TagFactory(school=programme.school)
    for tag in (synonym, request):
        MenteeTag.objects.create(school=programme.school, mentee=mentee, tag=tag)

    knowledge = knowledge_of(programme, day=DAY)

    found = knowledge.mentees[0]
    assert (found.subjects, found.competences, found.interests) == ({subject.pk}, {request.pk}, frozenset())
    assert found.slots == {"wed-after1"}
    assert (found.grade, found.school_class, found.building, found.shift) == (8, eight.pk, "Заречный", 2)
    assert (found.birth_year, found.is_adult) == (2007, False)
    assert knowledge.words == {subject.pk: subject.title, request.pk: request.title}
    assert Knowledge.from_dict(knowledge.to_dict()) == knowledge


def test_a_teacher_is_of_no_class_and_surely_adult(pair, programme):
    found = knowledge_of(programme, day=DAY).mentors[0]

    assert (found.grade, found.school_class, found.building, found.is_adult) == (None, None, "", True)


def test_a_form_of_mentoring_takes_those_who_have_named_none(school_scope, programme):
    one, other = (MentoringForm.objects.create(school=programme.school, title=title) for title in "аб")
    named, open_one = ready_mentee(programme, form=one), ready_mentee(programme)
    ready_mentee(programme, form=other)

    assert ids(knowledge_of(programme, form=one, day=DAY).mentees) == [named.pk, open_one.pk]


def test_the_last_choice_of_each_side_counts(pair, programme):
    mentor, mentee = pair
    second, liked = ready_mentor(programme), ready_mentee(programme)
    early = choice_campaign(programme, CHOICE_OF_MENTEES)
    late = choice_campaign(programme, CHOICE_OF_MENTEES)
    choose(late, mentee, wished=[second, mentor], unwanted=[second])
    row = choose(early, mentee, wished=[mentor])
    Submission.objects.filter(pk=row.pk).update(submitted_at=datetime(2022, 3, 1, tzinfo=UTC))
    choose(choice_campaign(programme, CHOICE_OF_MENTORS), mentor, wished=[liked], unwanted=[mentee])

    knowledge = knowledge_of(programme, day=DAY)

    assert (knowledge.mentees[0].wishes, knowledge.mentees[0].unwanted) == ((second.pk, mentor.pk), {second.pk})
    assert (knowledge.mentors[0].wishes, knowledge.mentors[0].unwanted) == ((liked.pk,), {mentee.pk})


def test_choices_of_another_programme_and_of_anonymous_sheets_do_not_count(pair, programme):
    mentor, mentee = pair
    before = ProgrammeFactory(school=programme.school)
    choose(choice_campaign(before, CHOICE_OF_MENTEES), mentee, wished=[mentor])
    choose(choice_campaign(programme, CHOICE_OF_MENTEES, is_anonymous=True), mentee, wished=[mentor])

    assert choices_of(programme).count == 0


def test_a_chosen_mentor_who_is_not_matched_gives_the_place_to_the_next_one(pair, programme):
    mentor, mentee = pair
    gone = ready_mentor(programme, left_on=DAY)
    choose(choice_campaign(programme, CHOICE_OF_MENTEES), mentee, wished=[gone, mentor])

    assert knowledge_of(programme, day=DAY).mentees[0].wishes == (mentor.pk,)


@pytest.mark.parametrize(("register", "said", "expected"), [(3, 1, 1), (1, 3, 1), (2, 2, 2)])
def test_of_an_undecided_number_of_mentees_the_smaller_one_counts(school_scope, programme, register, said, expected):
    mentor = ready_mentor(programme, capacity=register)
    choose(choice_campaign(programme, CHOICE_OF_MENTORS), mentor, capacity=said)

    assert knowledge_of(programme, day=DAY).mentors[0].room == expected


def test_a_decided_number_of_mentees_stands_in_the_register(school_scope, programme):
    mentor = ready_mentor(programme, capacity=3)
    sheet = choose(choice_campaign(programme, CHOICE_OF_MENTORS), mentor, capacity=1)
    offer = Offer.objects.create(school=programme.school, submission=sheet, person=mentor.person)
    Proposal.objects.create(
        school=programme.school,
        offer=offer,
        field="mentor.capacity",
        proposed=1,
        state="declined",
        decided_at=datetime(2022, 3, 14, tzinfo=UTC),
    )

    assert knowledge_of(programme, day=DAY).mentors[0].room == 3


def test_earlier_pairs_of_the_same_people_tell_good_and_bad(pair, programme):
    mentor, mentee = pair
    other = ready_mentee(programme)
    before = ProgrammeFactory(school=programme.school)
    former = ready_mentor(before, person=mentor.person)
    end = {"programme": before, "state": "finished", "mentor": former}
    again = ready_mentee(before, person=mentee.person)
    PairingFactory(**end, mentees=[again], ended_on=date(2021, 5, 1), ending="mentor")
    PairingFactory(**end, mentees=[again], ended_on=date(2021, 12, 1), ending="fulfilled")
    former_other = ready_mentee(before, person=other.person)
    PairingFactory(**end, mentees=[former_other], ended_on=date(2021, 5, 1), ending="mentee")

    knowledge = knowledge_of(programme, day=DAY)

    assert knowledge.good == {(mentor.pk, mentee.pk)}
    assert knowledge.bad == {(mentor.pk, other.pk)}


def test_what_the_school_decided_tells_nothing_of_the_two(pair, programme):
    mentor, mentee = pair
    end = {"state": "finished", "ended_on": date(2022, 3, 1), "ending": "school"}
    PairingFactory(programme=programme, mentor=mentor, mentees=[mentee], **end)

    assert knowledge_of(programme, day=DAY).bad == frozenset()


def test_excluded_pairs_and_oneself_are_kept_apart(pair, programme):
    mentor, mentee = pair
    teacher = PersonFactory(school=programme.school, kind="teacher", birth_year=1990)
    both = ready_mentor(programme, person=teacher), ready_mentee(programme, person=teacher)
    Exclusion.objects.create(
        school=programme.school, programme=programme, mentor=mentor, mentee=mentee, reason="Соседи"
    )

    assert knowledge_of(programme, day=DAY).excluded == {(mentor.pk, mentee.pk), (both[0].pk, both[1].pk)}


@pytest.mark.parametrize("count", [1, 5])
def test_many_people_take_as_many_queries_as_one(school_scope, programme, count, django_assert_num_queries):
    chosen, offered = (choice_campaign(programme, one) for one in (CHOICE_OF_MENTEES, CHOICE_OF_MENTORS))
    tag = TagFactory(school=programme.school)
    for _number in range(count):
        mentor, mentee = ready_mentor(programme, capacity=2), ready_mentee(programme)
        MentorTag.objects.create(school=programme.school, mentor=mentor, tag=tag)
        choose(chosen, mentee, wished=[mentor])
        choose(offered, mentor, wished=[mentee], capacity=1)
        PairingFactory(programme=programme, mentor=mentor, mentees=[ready_mentee(programme)])

    with django_assert_num_queries(12):
        knowledge_of(programme, day=DAY)


def test_rules_of_a_form_are_its_own_or_the_general_ones_or_those_to_begin_with(school_scope, programme):
    school = programme.school
    pupils = MentoringForm.objects.create(school=school, title="Ученик – ученик")
    guests = MentoringForm.objects.create(school=school, title="Выпускник – ученик")

    assert rules_of(school, pupils).weights == PRESETS["pupil-pupil"]
    assert rules_of(school, guests).weights == rules_of(school, None).weights == PRESETS["balanced"]

    MatchingRules.objects.create(school=school, weights={"hours": 10}, settings={"least_gap": 2})
    assert rules_of(school, pupils).least_gap == 2
    MatchingRules.objects.create(school=school, form=pupils, weights={"hours": 5}, settings={"policy": "hard"})

    assert (rules_of(school, pupils).policy, rules_of(school, pupils).least_gap) == ("hard", None)
    assert rules_of(school, guests).weights == {"hours": 10}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ученик — ученик", "pupil-pupil"),
        ("учитель-ученик", "teacher-pupil"),
        ("Учитель – учитель", "teacher-teacher"),
        ("Студент – ученик", "guest-pupil"),
        ("Родитель – ребёнок", "balanced"),
    ],
)
def test_a_form_begins_with_the_weights_of_its_kind(title, expected):
    assert gathering.preset_of(MentoringForm(title=title)) == expected


def test_answers_of_erased_people_are_left_out(pair, programme):
    mentor, mentee = pair
    choose(choice_campaign(programme, CHOICE_OF_MENTEES), mentee, wished=[mentor])
    Person.objects.filter(pk=mentee.person_id).update(anonymised_at=datetime(2022, 3, 14, tzinfo=UTC))

    assert choices_of(programme).of_mentees == {}
