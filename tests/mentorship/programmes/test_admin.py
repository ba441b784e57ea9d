"""The superuser's door."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from mentorship.accounts.models import User
from mentorship.programmes.models import Membership, MentoringForm, School
from tests.factories import MembershipFactory, UserFactory

PAGES = ["", "accounts/user/", "programmes/region/", "programmes/school/", "programmes/membership/"]


@pytest.fixture(autouse=True)
def administration(settings):
    settings.ROOT_URLCONF = "tests.mentorship.programmes.admin_urls"
    settings.ADMIN_PATH = "kontora/"


@pytest.fixture
def superuser(db):
    user = User.objects.create_superuser("root@school.test", "x", surname="Админ", given_name="А")
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_a_superuser(page, superuser, member):
    member("coordinator")

    assert superuser.get(f"/kontora/{page}").status_code == 200


def test_a_superuser_needs_the_second_factor(db):
    client = Client()
    client.force_login(User.objects.create_superuser("root@school.test", "x", surname="Админ", given_name="А"))

    assert client.get("/kontora/").url == "/me/second-factor/first/"


def test_nobody_else_enters(client, client_of, db):
    staff = Client()
    staff.force_login(UserFactory(is_staff=True))

    assert client.get("/kontora/", follow=True).redirect_chain[-1][0].startswith("/login/?next=/kontora/")
    assert staff.get("/kontora/", follow=True).status_code == 403
    assert client_of("director").get("/kontora/", follow=True).status_code == 403


def test_a_new_school_gets_the_forms_of_mentoring_and_its_first_coordinator(superuser):
    form = {"full_name": "Школа № 9", "short_name": "Школа № 9", "slug": "nine", "time_zone": "Europe/Samara"}
    superuser.post("/kontora/programmes/school/add/", form)
    school = School.objects.get(slug="nine")
    user = UserFactory()

    superuser.post("/kontora/programmes/membership/add/", {"school": school.pk, "user": user.pk, "role": "coordinator"})

    assert MentoringForm.unscoped.filter(school=school, is_federal=True).count() == 5
    assert Membership.unscoped.get(user=user).school == school


def test_closing_an_account_ends_its_sessions(superuser):
    user = MembershipFactory().user
    client = Client()
    client.force_login(user)
    form = {"email": user.email, "surname": user.surname, "given_name": user.given_name}

    superuser.post(f"/kontora/accounts/user/{user.pk}/change/", form)

    assert client.get("/me/").status_code == 302
