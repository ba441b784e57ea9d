"""Signing in by e-mail, and what stops a guesser."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from mentorship.accounts import throttle
from mentorship.accounts.models import SignInFailure, normalised_email
from mentorship.accounts.sessions import end_sessions
from tests.factories import UserFactory

PASSWORD = "correct horse battery"
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]*"')


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def user(db):
    return UserFactory(email="lebedeva@school.test")


def sign_in(client, email="lebedeva@school.test", password=PASSWORD, **extra):
    return client.post("/login/", {"login": email, "password": password}, **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_leads_home(client, user):
    response = sign_in(client, email=" Lebedeva@School.test ")

    assert response.status_code == 302
    assert response.url == "/"
    assert is_signed_in(client)


def test_next_leads_to_the_page_of_the_letter_but_never_to_another_site(client, user):
    inside = client.post("/login/", {"login": user.email, "password": PASSWORD, "next": "/settings/roles/"})
    outside = Client().post("/login/", {"login": user.email, "password": PASSWORD, "next": "https://evil.test/"})

    assert inside.url == "/settings/roles/"
    assert outside.url == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, user):
    wrong = sign_in(client, password="wrong").content.decode()
    unknown = sign_in(client, email="nobody@school.test", password="wrong").content.decode()
    wrong = wrong.replace("lebedeva@school.test", "nobody@school.test")

    assert "Неверная почта или пароль" in wrong
    assert sign_in(Client(), password="wrong").status_code == 422
    assert TOKEN.sub("", wrong) == TOKEN.sub("", unknown)


def test_sign_up_is_closed(client, db):
    assert client.get("/signup/").status_code == 404
    assert client.post("/signup/", {"email": "a@b.test"}).status_code == 404


def test_the_session_key_changes_on_sign_in(client, user):
    client.get("/login/")
    session = client.session
    session["marker"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before

    sign_in(client)

    assert client.session.session_key != before


def test_signing_out_needs_a_post(client, user):
    client.force_login(user)

    assert client.get("/logout/").status_code == 200
    assert is_signed_in(client)

    client.post("/logout/")
    assert not is_signed_in(client)


# Throttling


def test_ten_failures_close_the_account_for_this_address_only(client, user):
    for _ in range(10):
        sign_in(client, password="wrong")

    here = sign_in(client)
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(elsewhere)

    assert "Попробуйте снова через 10 минут" in here.content.decode()
    assert not is_signed_in(client)
    assert is_signed_in(elsewhere)


def test_the_wait_ends(client, user, settings):
    settings.TEST_NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
    for _ in range(10):
        sign_in(client, password="wrong")
    settings.TEST_NOW += timedelta(minutes=11)

    sign_in(client)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("account", "address", "amount"),
    [("a@b.test", "10.0.0.1", 10), ("a@b.test", None, 60), (None, "10.0.0.1", 300)],
)
def test_each_limit_closes_at_its_amount(account, address, amount, db):
    def fail(numbers):
        sources = [throttle.source_of(account or f"{n}@b.test", address or f"10.1.0.{n}") for n in numbers]
        SignInFailure.objects.bulk_create([SignInFailure(**source) for source in sources])

    source = {"email": account or "other@b.test", "address": address or "10.9.9.9"}
    fail(range(amount - 1))
    assert throttle.waits_until(**source) is None

    fail([0])
    assert throttle.waits_until(**source) is not None


def test_right_answers_are_never_counted(user):
    for _ in range(40):
        sign_in(Client())

    assert SignInFailure.objects.count() == 0


def test_a_school_behind_one_address_is_not_shut_out_by_one_pupil(client, user):
    UserFactory(email="pupil@school.test")
    for _ in range(30):
        sign_in(client, email="pupil@school.test", password="wrong")

    sign_in(client)

    assert is_signed_in(client)


def test_the_client_is_the_hop_that_our_proxy_has_seen(client, user, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    sign_in(client, password="wrong", headers={"x-forwarded-for": "1.1.1.1, 203.0.113.7"})

    assert SignInFailure.objects.get().address == "203.0.113.7"


# Passwords


def letter_link():
    return re.search(r"http://testserver(/password/reset/\S+)", mail.outbox[-1].body)[1]


def reset(client, password):
    form = client.get(letter_link(), follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_a_new_password_by_mail_works_once_and_ends_the_sessions(client, user):
    elsewhere = Client()
    elsewhere.force_login(user)
    client.post("/password/reset/", {"email": "LEBEDEVA@school.test"})

    assert mail.outbox[0].to == ["lebedeva@school.test"]

    reset(client, "сиреневый поезд в тумане")
    user.refresh_from_db()

    assert user.check_password("сиреневый поезд в тумане")
    assert elsewhere.get("/me/").status_code == 302
    assert "больше не действует" in Client().get(letter_link(), follow=True).content.decode()


def test_a_reset_link_works_for_an_hour_at_most(settings):
    assert settings.PASSWORD_RESET_TIMEOUT <= 3600


def test_nobody_learns_who_has_an_account(client, user):
    known = client.post("/password/reset/", {"email": user.email}, follow=True).content.decode()
    unknown = Client().post("/password/reset/", {"email": "nobody@school.test"}, follow=True).content.decode()

    assert TOKEN.sub("", known) == TOKEN.sub("", unknown)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "password", ["short", "password1234", "школа128школа128", "nastavnichestvo2022", "lebedeva@school"]
)
def test_weak_passwords_are_refused(client, user, password):
    client.post("/password/reset/", {"email": user.email})

    reset(client, password)
    user.refresh_from_db()

    assert user.check_password(PASSWORD)


def test_passwords_are_kept_as_argon2id():
    from mentorship import settings  # noqa: TID251

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


# Sessions


def test_a_session_ends_after_a_pause(client, user, settings):
    settings.TEST_NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
    sign_in(client)
    settings.TEST_NOW += timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1)

    response = client.get("/me/")

    assert response.url == "/login/?next=/me/"


def test_a_session_ends_after_twelve_hours_of_work(client, user, settings):
    settings.TEST_NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
    sign_in(client)
    for _ in range(12):
        settings.TEST_NOW += timedelta(minutes=59)
        assert client.get("/me/").status_code == 200
    settings.TEST_NOW += timedelta(minutes=59)

    assert client.get("/me/").status_code == 302


def test_one_session_or_all_others_can_be_ended(client, user):
    others = [Client(), Client()]
    for one in [client, *others]:
        sign_in(one, headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120"})
    first = UserSession.objects.get(session_key=others[0].session.session_key)

    page = client.get("/me/sessions/").content.decode()
    client.post(f"/me/sessions/{first.pk}/end/")

    assert page.count("Chrome, Windows") == 3 + 2
    assert others[0].get("/me/").status_code == 302
    assert others[1].get("/me/").status_code == 200

    client.post("/me/sessions/end-others/")
    assert others[1].get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(client, user):
    other = Client()
    for one in (client, other):
        sign_in(one)
    new = "сиреневый поезд в тумане"

    client.post("/me/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert len(client.get("/me/sessions/").context["sessions"]) == 1


def test_a_session_of_somebody_else_is_not_there(client, user):
    stranger = Client()
    UserFactory(email="stranger@school.test")
    sign_in(client)
    sign_in(stranger, email="stranger@school.test")
    mine = UserSession.objects.get(user=user)

    assert stranger.post(f"/me/sessions/{mine.pk}/end/").status_code == 404


def test_ending_sessions_ends_those_that_nobody_listed(client, user):
    client.force_login(user)

    end_sessions(user=user)

    assert client.get("/me/").status_code == 302


def test_cookies_belong_to_this_host_only_over_https():
    code = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH)"
    )
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mentorship.settings",
        "MENTORSHIP_SITE_URL": "https://school.example",
        "MENTORSHIP_SECRET_KEY": "x" * 40,
    }
    printed = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout

    assert printed.split() == ["__Host-session", "__Host-csrf", "True", "True", "Lax", "None", "/"]


# Second factor


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def protected(school, member):
    """A coordinator of a school that asks for the second factor."""
    school.needs_second_factor = True
    school.save()
    return member("coordinator")


def test_staff_set_the_second_factor_up_before_anything_else(client, protected):
    client.force_login(protected.user)

    assert client.get("/settings/").url == "/me/second-factor/first/"
    assert client.get("/me/second-factor/first/").status_code == 200
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_mentors_and_mentees_are_not_asked(client, protected, member, role):
    client.force_login(member(role).user)

    assert client.get("/settings/").status_code == 403


def test_the_second_factor_opens_the_school(client, protected):
    user = protected.user
    sign_in(client, email=user.email)
    client.post("/me/confirm/", {"password": PASSWORD})
    page = client.get("/me/second-factor/on/")
    secret = page.context["form"].secret

    response = client.post("/me/second-factor/on/", {"code": code_of(secret)}, follow=True)

    assert response.request["PATH_INFO"] == "/me/second-factor/codes/"
    assert client.get("/settings/").status_code == 200


def test_signing_in_takes_a_code_or_a_spare_code(client, protected):
    user = protected.user
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]

    first_step = sign_in(client, email=user.email)
    assert first_step.url == "/login/code/"
    assert not is_signed_in(client)
    client.post("/login/code/", {"code": "000000"})
    assert not is_signed_in(client)
    client.post("/login/code/", {"code": code_of(secret)})
    assert is_signed_in(client)

    again = Client()
    sign_in(again, email=user.email)
    again.post("/login/code/", {"code": spare})
    assert is_signed_in(again)


def test_switching_it_off_leads_back_to_setting_it_up(client, protected):
    user = protected.user
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    assert client.get("/settings/").status_code == 200

    Authenticator.objects.filter(user=user).delete()

    assert client.get("/settings/").status_code == 302


# Profile


def test_the_profile_is_saved(client, user):
    client.force_login(user)
    form = {"surname": "Лебедева", "given_name": "Ольга", "patronymic": "", "theme": "dark", "has_shortcuts": ""}

    response = client.post("/me/", form)
    user.refresh_from_db()

    assert response.status_code == 302
    assert (user.surname, user.theme, user.has_shortcuts) == ("Лебедева", "dark", False)


def test_an_empty_surname_is_said_on_the_page(client, user):
    client.force_login(user)

    assert client.post("/me/", {"surname": "", "given_name": "О", "theme": "dark"}).status_code == 422


@pytest.mark.parametrize(
    "path", ["/login/", "/password/reset/", "/password/reset/sent/", "/password/reset/done/", "/login/closed/"]
)
def test_pages_for_everybody_open(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/me/", "/me/password/", "/me/sessions/", "/me/second-factor/", "/logout/", "/me/second-factor/first/"]
)
def test_own_pages_open_for_their_person_only(client, user, path):
    assert client.get(path).status_code in {302}
    client.force_login(user)

    assert client.get(path).status_code == 200


def test_two_spellings_are_one_address():
    assert normalised_email(" Ｌebedeva@School.TEST ") == "lebedeva@school.test"
