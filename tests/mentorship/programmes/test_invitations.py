"""The way into a school: a letter with a link that works once."""

import re
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.test import Client
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.programmes.models import AuditEvent, Invitation, Membership
from mentorship.programmes.services import invitations as services
from tests.factories import MembershipFactory, UserFactory

FORM = {
    "surname": "Лебедева",
    "given_name": "Ольга",
    "patronymic": "Николаевна",
    "email": "Lebedeva@School.test",
    "role": "class_teacher",
    "post": "Учитель",
    "class_names": "8 А, 8Б",
}
PASSWORD = "сиреневый поезд в тумане"


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator")


@pytest.fixture
def invited(school, coordinator):
    """The link from the letter, as a path."""
    coordinator.post("/settings/roles/invite/", FORM)
    return link()


def link():
    return re.search(r"http://testserver(/invite/\S+/)", mail.outbox[-1].body)[1]


def test_an_invited_person_makes_up_a_password_and_is_in(school, invited):
    guest = Client()
    page = guest.get(invited)

    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"

    response = guest.post(invited, {"password": PASSWORD})
    user = User.objects.get(email="lebedeva@school.test")

    assert response.url == "/"
    assert user.get_full_name() == "Лебедева Ольга Николаевна"
    assert guest.session["_auth_user_id"] == str(user.pk)
    with scope(school=school):
        membership = Membership.objects.get(user=user)
        assert membership.role == "class_teacher"
        assert [str(one) for one in membership.classes.all()] == ["8\u00a0«А»", "8\u00a0«Б»"]


def test_looking_changes_nothing(school, invited):
    for _ in range(3):
        Client().get(invited)

    assert not User.objects.filter(email="lebedeva@school.test").exists()
    assert Client().post(invited, {"password": PASSWORD}).status_code == 302


def test_a_link_works_once(invited):
    Client().post(invited, {"password": PASSWORD})

    again = Client().post(invited, {"password": "другой длинный пароль"})

    assert again.status_code == 410
    assert "больше не действует" in again.content.decode()
    assert User.objects.get(email="lebedeva@school.test").check_password(PASSWORD)


def test_the_token_is_kept_as_a_hash_only(school, invited):
    token = invited.split("/")[2]

    with scope(school=school):
        row = Invitation.objects.get()
    assert len(token) >= 43
    assert row.token_hash == services.digest(token)
    assert token not in str(row.__dict__)


def test_an_expired_link_does_not_work(school, coordinator, settings):
    settings.TEST_NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
    coordinator.post("/login/")
    with scope(school=school):
        _invitation, token = services.invite(school=school, by=None, email="late@school.test", role="deputy")
        settings.TEST_NOW += timedelta(days=7, seconds=1)

    assert Client().post(f"/invite/{token}/", {"password": PASSWORD}).status_code == 410


def test_a_made_up_link_does_not_work(db):
    assert Client().get("/invite/nonsense/").status_code == 410


def test_an_account_of_another_school_accepts_with_its_own_password(school, other_school, invited):
    user = MembershipFactory(school=other_school, user=UserFactory(email="lebedeva@school.test")).user

    wrong = Client().post(invited, {"password": "wrong"})
    Client().post(invited, {"password": "correct horse battery"})

    assert wrong.status_code == 422
    user.refresh_from_db()
    assert user.check_password("correct horse battery")
    with scope(school=school):
        assert Membership.objects.filter(user=user).count() == 1


def test_a_signed_in_person_confirms(school, invited):
    user = UserFactory(email="lebedeva@school.test")
    client = Client()
    client.force_login(user)

    assert client.get(invited).status_code == 200
    client.post(invited)

    with scope(school=school):
        assert Membership.objects.filter(user=user).exists()


def test_somebody_else_cannot_accept_it(school, invited):
    stranger = UserFactory()
    client = Client()
    client.force_login(stranger)

    assert client.post(invited).status_code == 422
    with scope(school=school):
        assert not Membership.objects.filter(user=stranger).exists()


def test_a_weak_password_is_refused(invited):
    assert Client().post(invited, {"password": "школа1школа1"}).status_code == 422


def test_sending_again_makes_the_old_link_dead(school, coordinator, invited):
    with scope(school=school):
        invitation = Invitation.objects.get()

    coordinator.post(f"/settings/roles/invite/{invitation.public_id}/resend/")

    assert Client().get(invited).status_code == 410
    assert Client().get(link()).status_code == 200


def test_a_withdrawn_link_is_dead(school, coordinator, invited):
    with scope(school=school):
        invitation = Invitation.objects.get()

    coordinator.post(f"/settings/roles/invite/{invitation.public_id}/revoke/")

    assert Client().post(invited, {"password": PASSWORD}).status_code == 410


def test_inviting_twice_into_one_role_is_told(coordinator, invited):
    response = coordinator.post("/settings/roles/invite/", FORM)

    assert response.status_code == 422
    assert "уже есть приглашение" in response.content.decode()


def test_the_letter_is_in_russian_as_text_and_html(school, invited):
    letter = mail.outbox[0]

    assert letter.to == ["lebedeva@school.test"]
    assert letter.subject == "Приглашение в программу наставничества: Школа № 1"
    assert "Классный руководитель" in letter.body
    assert letter.alternatives[0].mimetype == "text/html"


def test_the_letter_names_the_hour_of_the_school(school, coordinator, on_day):
    on_day(2022, 3, 14)
    coordinator.force_login(coordinator.membership.user)

    coordinator.post("/settings/roles/invite/", FORM)

    assert "21.03.2022 12:00" in mail.outbox[0].body


def test_without_a_mail_server_the_inviter_gets_the_link(school, coordinator, monkeypatch):
    def refuse(message, *args, **kwargs):
        raise SMTPServerDisconnected("no")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    page = coordinator.post("/settings/roles/invite/", FORM).content.decode()
    path = re.search(r"http://testserver(/invite/[\w-]+/)", page)[1]

    assert Client().get(path).status_code == 200
    assert "/invite/" not in coordinator.get("/settings/roles/").content.decode().replace("/roles/invite/", "")


def test_a_class_teacher_needs_classes(coordinator):
    response = coordinator.post("/settings/roles/invite/", FORM | {"class_names": ""})

    assert response.status_code == 422
    assert "Укажите классы" in response.content.decode()


def test_everything_is_in_the_log(school, invited):
    Client().post(invited, {"password": PASSWORD})

    with scope(school=school):
        assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
            "invitation.sent",
            "invitation.accepted",
        ]
