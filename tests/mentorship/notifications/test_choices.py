"""The person's own page: by which way to hear of what."""

from datetime import date

import pytest
from django.test import Client
from django_scopes import scope

from mentorship.notifications.models import Channel, DeliveryChoice, Mode, Notification
from mentorship.notifications.services.choosing import choose, modes_of
from mentorship.notifications.services.issuing import issue
from mentorship.notifications.sources import Due, kinds
from tests.factories import MembershipFactory, UserFactory

PAGE = "/notifications/choices/"
FOR_DIRECTORS = {"escalation_director", "week_summary"}
FOR_LEADERS = {"escalation_coordinator", "to_check", "undelivered", "region_request", "region_reminder"} & set(kinds())
FOR_CARE = {"care_returns", "care_call", "care_turn", "help_call"}
FOR_COORDINATORS = {"pairs_attention", "mentors_day"}


def codes_on(page):
    return set(page.context["form"].fields)


def answers(page, **changes):
    """What the browser would send back, with some answers changed."""
    form = page.context["form"]
    return {name: str(form[name].value()) for name in form.fields} | changes


def chosen(membership):
    with scope(school=membership.school):
        rows = DeliveryChoice.objects.filter(user=membership.user)
        return dict(rows.values_list("kind", "mode"))


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("director", FOR_CARE | FOR_COORDINATORS),
        ("coordinator", FOR_DIRECTORS),
        ("deputy", FOR_DIRECTORS | FOR_LEADERS | FOR_CARE | FOR_COORDINATORS),
        ("psychologist", FOR_DIRECTORS | FOR_LEADERS | FOR_COORDINATORS),
        ("mentee", FOR_DIRECTORS | FOR_LEADERS | FOR_CARE | FOR_COORDINATORS),
    ],
)
def test_everybody_is_asked_about_what_may_come(client_of, role, hidden):
    shown = {code for code, kind in kinds().items() if kind.is_chosen} - hidden

    page = client_of(role).get(PAGE)

    assert codes_on(page) == shown
    assert page.content.decode().count("<fieldset") == len(shown)


def test_a_kind_that_no_page_shows_is_not_asked_about(client_of, test_source):
    hidden = kinds()["greeting"]
    test_source.kinds = (hidden.__class__(hidden.code, hidden.title, is_chosen=False),)

    assert "greeting" not in codes_on(client_of("deputy").get(PAGE))


def test_the_page_begins_with_the_usual_ways_and_keeps_what_is_chosen(client_of):
    client = client_of("deputy")
    page = client.get(PAGE)
    assert page.context["form"]["reminder"].value() == Mode.AT_ONCE
    assert page.context["form"]["commented"].value() == Mode.DIGEST

    response = client.post(PAGE, answers(page, commented=Mode.BELL, deadline_over=Mode.AT_ONCE), follow=True)

    assert "Ваш выбор сохранён: письма и напоминания." in response.content.decode()
    saved = chosen(client.membership)
    assert (saved["commented"], saved["deadline_over"], saved["week_plan"]) == ("bell", "at_once", "digest")
    again = client.get(PAGE).context["form"]
    assert (again["commented"].value(), again["deadline_over"].value()) == (Mode.BELL, Mode.AT_ONCE)


def test_an_escalation_cannot_be_switched_off(client_of):
    client = client_of("director")
    page = client.get(PAGE)
    ways = [option.data["value"] for option in page.context["form"]["escalation_director"]]
    assert ways == [Mode.AT_ONCE, Mode.DIGEST]
    assert "Письмо приходит всегда: отключить его нельзя." in page.content.decode()

    response = client.post(PAGE, answers(page, escalation_director=Mode.BELL))

    assert response.status_code == 422
    assert chosen(client.membership) == {}


def test_an_unknown_way_or_a_missing_answer_is_said_at_its_field(client_of):
    client = client_of("deputy")
    sent = answers(client.get(PAGE), commented="pigeon")
    del sent["changed"]

    response = client.post(PAGE, sent)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"commented", "changed"}
    assert chosen(client.membership) == {}


def test_nobody_chooses_for_another_role(client_of):
    client = client_of("deputy")

    client.post(PAGE, answers(client.get(PAGE), week_summary=Mode.BELL))

    assert "week_summary" not in chosen(client.membership)


def test_a_choice_is_of_one_person_in_one_school(school, other_school, client_of):
    person = UserFactory()
    here, there = (MembershipFactory(school=one, user=person, role="deputy") for one in (school, other_school))
    colleague = MembershipFactory(school=school, role="deputy")
    client = client_of(here)

    client.post(PAGE, answers(client.get(PAGE), commented=Mode.BELL))

    assert chosen(here)["commented"] == Mode.BELL
    assert chosen(there) == chosen(colleague) == {}


def test_a_stranger_has_nothing_to_choose(client, db):
    assert client.get(PAGE).url == f"/login/?next={PAGE}"
    nobody = Client()
    nobody.force_login(UserFactory())

    assert nobody.get(PAGE).status_code == nobody.post(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("mode", "channels"),
    [
        (Mode.AT_ONCE, {Channel.BELL, Channel.EMAIL}),
        (Mode.DIGEST, {Channel.BELL, Channel.DIGEST}),
        (Mode.BELL, {Channel.BELL}),
    ],
)
def test_what_is_told_goes_by_the_chosen_way(school_scope, member, test_source, mode, channels):
    person = member("deputy").user
    choose(school=school_scope, user=person, modes={"greeting": mode})

    issue([Due(school_scope.pk, "greeting", 1, date(2022, 3, 14), person.pk)])

    assert set(Notification.objects.values_list("channel", flat=True)) == channels


def test_a_way_that_a_kind_no_longer_has_is_its_usual_one(school_scope, member):
    person = member("director").user
    choose(school=school_scope, user=person, modes={"escalation_director": Mode.BELL})

    assert modes_of(person)["escalation_director"] == kinds()["escalation_director"].default


@pytest.mark.parametrize("count", [0, 8])
def test_the_page_asks_for_all_choices_at_once(client_of, school, django_assert_num_queries, count):
    client = client_of("deputy")
    client.get(PAGE)
    with scope(school=school):
        some = [code for code, kind in kinds().items() if not kind.is_locked][:count]
        choose(school=school, user=client.membership.user, modes=dict.fromkeys(some, Mode.BELL))

    with django_assert_num_queries(6):
        client.get(PAGE)
