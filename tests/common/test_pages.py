"""Pages that everybody may open, and pages of trouble."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/help/", "/accessibility/", "/login/", "/password/reset/"])
def test_guest_opens_it(address):
    response = Client().get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert "style=" not in page
    assert "autofocus" not in page


def test_styleguide_is_for_work_on_the_product_only(settings):
    assert Client().get("/styleguide/").status_code == 404
    settings.DEBUG = True
    assert Client().get("/styleguide/").status_code == 200


def test_missing_page_says_whom_to_ask(client_of):
    response = client_of("coordinator").get("/nowhere/")
    assert response.status_code == 404
    assert 'href="/help/"' in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html"])
def test_page_of_trouble_needs_nothing(name):
    request = RequestFactory().get("/")
    page = render_to_string(name, request=request)
    assert page.count("<h1") == 1


def test_failure_page_needs_not_even_a_request():
    assert "Сбой на сервере" in render_to_string("500.html")


def test_form_without_the_token_is_explained():
    response = Client(enforce_csrf_checks=True).post("/accessibility/low-vision/")
    assert response.status_code == 403
    assert "rm-skip" in response.content.decode()


def test_page_of_errors_says_so_in_its_title():
    page = Client().post("/accessibility/", {}).content.decode()
    assert page.index("rm-errors") > 0
    assert page[page.index("<title>") :].startswith(("<title>Error: ", "<title>Ошибка: "))


def test_wrong_password_is_told_above_the_form():
    page = Client().post("/login/", {"login": "nobody@example.org", "password": "wrong-password"}).content.decode()
    assert "rm-errors" in page


def test_keys_are_switched_off_and_on_again(client_of):
    client = client_of("coordinator")
    assert "data-shortcuts" in client.get("/accessibility/").content.decode()
    client.post("/accessibility/shortcuts/")
    assert "data-shortcuts" not in client.get("/help/").content.decode()
    client.post("/accessibility/shortcuts/")
    assert "data-shortcuts" in client.get("/help/").content.decode()
