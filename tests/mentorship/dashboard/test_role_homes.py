"""What class teachers, deputies and psychologists find on their first pages."""

from datetime import date

import pytest

from mentorship.pairs.models import HelpCall
from mentorship.people.models import Consent
from mentorship.programmes.models import MembershipClass
from surveys import marks
from tests.factories import (
    CampaignFactory,
    InvitationFactory,
    MeetingFactory,
    MenteeFactory,
    PairingFactory,
    PersonFactory,
    SchoolClassFactory,
)

DAY = date(2022, 3, 14)


@pytest.fixture(autouse=True)
def march(on_day, school_scope):
    on_day(2022, 3, 14)


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def classes(programme):
    """8 Б with three pupils, one of whom has brought a paper; 9 А with one. The campaign asked two of 8 Б."""
    own = SchoolClassFactory(school=programme.school, grade=8, letter="Б")
    other = SchoolClassFactory(school=programme.school, grade=9, letter="А")
    pupils = [PersonFactory(school=programme.school, school_class=own) for _ in range(3)]
    PersonFactory(school=programme.school, school_class=other)
    Consent.objects.create(
        school=programme.school, person=pupils[0], kind="participation", signer="both", signed_on=date(2022, 3, 1)
    )
    campaign = CampaignFactory(programme=programme, opens_on=date(2022, 3, 1))
    tickets = [InvitationFactory(campaign=campaign, group=str(own)) for _ in range(2)]
    InvitationFactory(campaign=campaign, group=str(other))
    marks.mark_answered(campaign, tickets[0].number)
    return own, other


def test_a_class_teacher_sees_the_own_class_alone(client_of, classes):
    own, other = classes
    teacher = client_of("class_teacher")
    MembershipClass.objects.create(school=own.school, membership=teacher.membership, school_class=own)

    page = words(teacher.get("/today/"))

    assert "на участие 1 из 3, на обработку 0 из 3" in page
    assert "анкеты 1 из 2" in page
    assert f"/people/?class={own.pk}" in page
    assert f"/people/?class={other.pk}" not in page
    assert teacher.get("/pairs/codes/").status_code == 200


def test_a_class_teacher_without_a_class_sees_nothing_of_it(client_of, classes):
    assert "Ваши классы" not in words(client_of("class_teacher").get("/today/"))


def test_a_deputy_sees_first_the_classes_that_lack_the_most(client_of, classes):
    own, other = classes

    page = words(client_of("deputy").get("/today/"))

    assert 0 < page.index(f"/people/?class={own.pk}") < page.index(f"/people/?class={other.pk}")


@pytest.mark.parametrize("role", ["coordinator", "working_group", "director", "psychologist"])
def test_others_do_not_see_classes(role, client_of, classes):
    page = words(client_of(role).get("/today/"))

    assert "Ваши классы" not in page
    assert "Классы, где не хватает" not in page


@pytest.mark.parametrize("count", [1, 10])
def test_classes_cost_a_constant_number_of_questions(count, client_of, classes, django_assert_num_queries):
    deputy = client_of("deputy")
    deputy.get("/today/")
    for grade in range(1, count):
        room = SchoolClassFactory(school=classes[0].school, grade=grade, letter="В")
        PersonFactory(school=room.school, school_class=room)

    with django_assert_num_queries(13):
        deputy.get("/today/")


def test_a_psychologist_finds_calls_and_pairs_that_fell_apart(client_of, programme):
    pair = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
    MeetingFactory(pairing=pair, day=DAY, verdict="change")
    PairingFactory(programme=programme, state="finished", ended_on=date(2022, 3, 1), ending="mentor")
    PairingFactory(programme=programme, state="finished", ended_on=date(2022, 1, 1), ending="mentor")
    PairingFactory(programme=programme, state="finished", ended_on=date(2022, 3, 1), ending="fulfilled")
    HelpCall.objects.create(school=programme.school, mentee=pair.mentees.first(), pairing=pair)
    psychologist = client_of("psychologist")

    assert psychologist.get("/").url == "/support/"
    page = words(psychologist.get("/support/"))

    assert "Распались за месяц: <strong>1</strong>" in page
    assert "Хотят другую пару: <strong>1</strong>" in page
    assert "?reason=wants_change" in page
    assert psychologist.get("/pairs/attention/?reason=wants_change").context["page_obj"].paginator.count == 1


def test_a_director_does_not_see_calls_for_help(client_of, programme):
    pair = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
    HelpCall.objects.create(school=programme.school, mentee=pair.mentees.first(), pairing=pair)

    assert "/help-calls/" not in words(client_of("director").get("/support/"))
