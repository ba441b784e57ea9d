"""The version for the visually impaired and the theme: chosen on the server, kept in a cookie and with the person."""

import pytest
from django.core import signing
from django.test import Client

from mentorship.common.display import COOKIE, SALT, Display, display_of
from mentorship.common.views import server_error

pytestmark = pytest.mark.django_db


def html_tag(response):
    page = response.content.decode()
    return " ".join(page[page.index("<html") : page.index(">", page.index("<html"))].split())


def test_looking_sets_no_cookie():
    response = Client().get("/help/")
    assert response.status_code == 200
    assert COOKIE not in response.cookies


def test_one_click_switches_it_on_and_another_one_off():
    client = Client()
    response = client.post("/accessibility/low-vision/", {"next": "/help/"})
    assert response.status_code == 302
    assert response.url == "/help/"
    assert 'class="v-150 v-bw"' in html_tag(client.get("/help/"))
    client.post("/accessibility/low-vision/", {"next": "/help/"})
    assert "v-150" not in html_tag(client.get("/help/"))


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_never_leads_to_another_site(address):
    response = Client().post("/accessibility/low-vision/", {"next": address})
    assert response.url == "/accessibility/"


def test_settings_are_worn_by_every_page():
    client = Client()
    client.post(
        "/accessibility/", {"size": "200", "typeface": "serif", "colours": "blue", "is_spaced": "on"}, follow=True
    )
    assert 'class="v-200 v-serif v-blue v-space v-nopics"' in html_tag(client.get("/login/"))


def test_settings_wait_while_it_is_off():
    client = Client()
    client.post("/accessibility/", {"size": "200", "typeface": "sans", "colours": "wb", "has_pictures": "on"})
    client.post("/accessibility/low-vision/")
    client.post("/accessibility/low-vision/")
    assert 'class="v-200 v-wb"' in html_tag(client.get("/help/"))


def test_reset_brings_the_usual_look_back():
    client = Client()
    client.post("/accessibility/low-vision/")
    client.post("/accessibility/", {"reset": ""})
    assert 'class=""' in html_tag(client.get("/help/"))


def test_wrong_settings_come_back_with_errors():
    response = Client().post("/accessibility/", {"size": "900"})
    assert response.status_code == 422
    assert "rm-errors" in response.content.decode()


def test_person_keeps_the_choice_on_another_machine(member, client_of):
    membership = member("coordinator")
    client_of(membership).post("/accessibility/low-vision/")
    assert 'class="v-150 v-bw"' in html_tag(client_of(membership).get("/help/"))


def test_theme_is_kept_for_a_guest_and_for_a_person(member, client_of):
    guest = Client()
    guest.post("/accessibility/theme/", {"theme": "dark"})
    assert 'data-bs-theme="dark"' in html_tag(guest.get("/help/"))
    membership = member("coordinator")
    client_of(membership).post("/accessibility/theme/", {"theme": "light"})
    membership.user.refresh_from_db()
    assert membership.user.theme == "light"
    assert 'data-bs-theme="light"' in html_tag(client_of(membership).get("/help/"))


@pytest.mark.parametrize("cookie", ["", "forged", "eyJpc19vbiI6dHJ1ZX0:1abc:xyz"])
def test_forged_cookie_says_nothing(cookie):
    client = Client()
    client.cookies[COOKIE] = cookie
    assert 'class=""' in html_tag(client.get("/help/"))


def test_cookie_of_unknown_words_takes_the_usual_values():
    assert display_of({"is_on": "yes", "size": "900", "colours": 3}) == Display()
    assert display_of(["size"]) == Display()


def test_cookie_is_signed_and_out_of_reach_of_scripts():
    cookie = Client().post("/accessibility/low-vision/").cookies[COOKIE]
    assert signing.loads(cookie.value, salt=SALT)["is_on"] is True
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_failure_page_wears_the_settings_of_the_cookie(rf):
    client = Client()
    client.post("/accessibility/", {"size": "200", "typeface": "sans", "colours": "wb", "has_pictures": "on"})
    request = rf.get("/", headers={"cookie": f"{COOKIE}={client.cookies[COOKIE].value}"})
    response = server_error(request)
    assert response.status_code == 500
    assert 'class="v-200 v-wb"' in html_tag(response)


def test_failure_page_asks_nothing_of_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert 'class=""' in html_tag(server_error(rf.get("/")))


@pytest.mark.parametrize("name", ["tokens.css", "app.css"])
def test_rules_of_the_system_theme_are_weaker_than_the_chosen_colours(name, settings):
    """``:root:not(…)`` would go before ``html.v-bw``: black on white would stay dark on a dark system."""
    css = (settings.BASE_DIR / "static" / "css" / name).read_text()
    assert ":root:not(" not in css
