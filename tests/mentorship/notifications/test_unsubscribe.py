"""The link out of letters: no sign-in, no harm by looking, and a way back."""

import re

import pytest
from django.core import signing
from django.test import Client
from django_scopes import scope

from mentorship.notifications.models import Channel, DeliveryChoice, Mode, Notification, State
from mentorship.notifications.services.choosing import choose, kinds_for, modes_of, stop_token
from mentorship.notifications.sources import kinds
from tests.factories import MembershipFactory, UserFactory

from .conftest import MORNING

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person(school):
    return MembershipFactory(school=school, role="director", user=UserFactory(email="olga@school.test")).user


def link(school, person):
    return f"/notifications/stop/{stop_token(school, person)}/"


def modes(school, person):
    with scope(school=school):
        return modes_of(person)


def rows(school):
    with scope(school=school):
        return list(DeliveryChoice.objects.order_by("kind").values_list("user", "kind", "mode", "before"))


def stopped(before):
    """What is left of the ways when the letters are switched off: only those that cannot be."""
    return {code: mode if kinds()[code].is_locked else Mode.BELL for code, mode in before.items()}


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, school, person, method):
    response = getattr(client, method)(link(school, person))

    assert response.status_code == 200
    assert rows(school) == []


def test_the_page_says_what_will_happen_and_to_whom(client, school, person):
    words = client.get(link(school, person)).content.decode()

    assert "Школа № 1 перестанет присылать на адрес o***@school.test такие письма:" in words
    assert "olga@school.test" not in words
    before, after = words.split("По-прежнему будут приходить письма, которые отключить нельзя:")
    for kind in kinds_for(["director"]):
        is_letter = kind.default != Mode.BELL
        assert (f"<li>{kind.title}</li>" in (after if kind.is_locked else before)) == is_letter


def test_the_button_leaves_the_bell_alone_and_what_cannot_be_switched_off(client, school, person):
    before = modes(school, person)

    response = client.post(link(school, person), {"stop": "1"}, follow=True)

    assert modes(school, person) == stopped(before)
    locked = {mode for code, mode in modes(school, person).items() if kinds()[code].is_locked}
    assert locked == {Mode.AT_ONCE, Mode.DIGEST}
    assert "<h1>Письма отключены</h1>" in response.content.decode()
    assert "Включить снова" in response.content.decode()


def test_the_way_back_brings_what_was_there(client, school, person):
    with scope(school=school):
        choose(school=school, user=person, modes={"commented": Mode.BELL, "deadline_over": Mode.AT_ONCE})
    before = modes(school, person)
    client.post(link(school, person), {"stop": "1"})
    client.post(link(school, person), {"stop": "1"})

    response = client.post(link(school, person), {"undo": "1"}, follow=True)

    assert modes(school, person) == before
    assert "Письма снова включены, как было раньше." in response.content.decode()
    client.post(link(school, person), {"undo": "1"})
    assert modes(school, person) == before


def test_what_is_chosen_after_the_link_is_not_taken_back(client, school, person):
    client.post(link(school, person), {"stop": "1"})
    with scope(school=school):
        choose(school=school, user=person, modes={"commented": Mode.BELL})

    client.post(link(school, person), {"undo": "1"})

    assert modes(school, person)["commented"] == Mode.BELL
    assert modes(school, person)["deadline_over"] == Mode.DIGEST


@pytest.mark.parametrize("how", ["form", "multipart"])
def test_the_button_of_a_mail_provider_needs_no_cookie(school, person, how):
    provider = Client(enforce_csrf_checks=True)
    body = "List-Unsubscribe=One-Click"
    sent = {"data": body, "content_type": "application/x-www-form-urlencoded"} if how == "form" else {"data": ONE_CLICK}
    before = modes(school, person)

    answers = [provider.post(link(school, person), **sent) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not provider.cookies
    assert modes(school, person) == stopped(before)
    provider.post(link(school, person), {"undo": "1"})
    assert modes(school, person) == before


def test_a_post_that_asks_for_nothing_changes_nothing(client, school, person):
    response = client.post(link(school, person), {"List-Unsubscribe": "Maybe"})

    assert response.status_code == 422
    assert rows(school) == []


def forged(school, person):
    true = stop_token(school, person)
    other = signing.Signer(salt="something.else", sep=".").sign(f"{school.pk}-{person.pk}")
    return [
        "x",
        "1-1",
        true[:-1],
        true.upper(),
        f"{true}x",
        other,
        re.sub(r"^\d+-\d+", f"{school.pk}-{person.pk + 1}", true),
        re.sub(r"^\d+-", f"{school.pk + 1}-", true),
        signing.Signer(salt="mentorship.notifications.stop", sep=".").sign("all"),
    ]


def test_a_forged_or_torn_link_is_not_there(client, school, other_school, person):
    MembershipFactory(school=school, user=UserFactory(pk=person.pk + 1))

    for token in forged(school, person):
        for answer in (
            client.get(f"/notifications/stop/{token}/"),
            client.post(f"/notifications/stop/{token}/", ONE_CLICK),
        ):
            assert answer.status_code == 404, token
            assert "Ссылка не работает" in answer.content.decode()

    assert rows(school) == rows(other_school) == []


def test_the_link_of_somebody_who_is_gone_is_not_there(client, school, person):
    path = link(school, person)
    person.delete()

    assert client.get(path).status_code == client.post(path, ONE_CLICK).status_code == 404


def test_the_link_is_of_one_person_in_one_school(client, school, other_school, person):
    MembershipFactory(school=other_school, user=person)
    colleague = MembershipFactory(school=school).user

    client.post(link(school, person), {"stop": "1"})

    assert {user for user, *_choice in rows(school)} == {person.pk}
    assert rows(other_school) == []
    assert modes(school, colleague)["commented"] == Mode.DIGEST


def test_the_link_works_for_its_person_whoever_is_signed_in(school, other_school, person, client_of):
    other = client_of(MembershipFactory(school=other_school, role="coordinator"))

    other.post(link(school, person), {"stop": "1"})

    assert modes(school, person)["commented"] == Mode.BELL
    assert rows(other_school) == []


def test_a_member_of_the_staff_without_a_second_factor_gets_out_too(school, person, client_of):
    school.needs_second_factor = True
    school.save()
    signed_in = client_of(MembershipFactory(school=school, role="coordinator"))
    assert signed_in.get("/today/").url == "/me/second-factor/first/"

    assert signed_in.get(link(school, person)).status_code == 200


@pytest.mark.parametrize("token", [None, "x"])
def test_the_secret_address_goes_nowhere(client, school, person, token):
    answer = client.get(f"/notifications/stop/{token}/" if token else link(school, person))

    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_the_link_of_a_letter_stops_what_waits(letter, smtp, deliver_at, client, school, person):
    letter(person, kind="shout")
    deliver_at(MORNING)
    header = smtp.letters[0].message["List-Unsubscribe"].strip().strip("<>")
    late, alarm = letter(person, kind="shout"), letter(person, kind="alarm")
    line = letter(person, kind="greeting", channel=Channel.DIGEST)
    letter(person, kind="digest", object_id=person.pk)

    answer = client.post(header.removeprefix("http://testserver"), ONE_CLICK)
    deliver_at(MORNING, hours=1)

    assert answer.status_code == 200
    states = {row.pk: row.state for row in Notification.objects.all()}
    assert (states[late.pk], states[line.pk], states[alarm.pk]) == (State.WITHHELD, State.WITHHELD, State.SENT)
    assert len(smtp.letters) == 2


@pytest.mark.parametrize("count", [0, 8])
def test_the_page_asks_for_all_choices_at_once(client, school, person, django_assert_num_queries, count):
    with scope(school=school):
        some = [code for code, kind in kinds().items() if not kind.is_locked][:count]
        choose(school=school, user=person, modes=dict.fromkeys(some, Mode.BELL))

    with django_assert_num_queries(5):
        client.get(link(school, person))
