"""A real browser before a live server. Clicks are counted, because every task has a budget of them."""

import os
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from mentorship.programmes.roles import Role
from tests.factories import MembershipFactory, UserFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PASSWORD = "correct horse battery"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Person:
    """Somebody at a browser: opens pages, clicks, is counted."""

    def __init__(self, browser, base, user=None, *, width=1280, height=900, scripts=True, dark=False):
        self.base, self.user, self.clicks = base, user, 0
        self.errors = []
        self.context = browser.new_context(
            base_url=base,
            locale="ru-RU",
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def note_console(self, message):
        if message.type == "error" and "status of 4" not in message.text:
            self.errors.append(message.text)

    def sign_in(self):
        self.page.goto("/login/")
        self.page.fill("input[type=email], input[name=login]", self.user.email)
        self.page.fill("input[type=password]", PASSWORD)
        self.page.press("input[type=password]", "Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        return self

    def goto(self, path):
        self.page.goto(path)
        return self.page

    def click(self, selector, **kwargs):
        """One click of the budget."""
        self.clicks += 1
        self.page.locator(selector).first.click(**kwargs)
        self.settle()

    def click_button(self, name):
        self.clicks += 1
        self.page.get_by_role("button", name=name).first.click()
        self.settle()

    def click_link(self, name):
        self.clicks += 1
        self.page.get_by_role("link", name=name).first.click()
        self.settle()

    def settle(self):
        """Wait for the page that a click opened: right after its first byte it has no elements yet to be measured."""
        self.page.wait_for_load_state()

    def choose_file(self, selector, path):
        """Choosing a file in the system window counts as one click."""
        self.clicks += 1
        self.page.set_input_files(selector, path)

    def violations(self):
        """What axe-core finds on the page, in short."""
        self.settle()
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response["violations"]
        return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"]]

    def sideways_scroll(self):
        """Pixels by which the page is wider than the window."""
        self.settle()
        return self.page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")

    def h1(self):
        return self.page.locator("h1").inner_text()


@pytest.fixture
def person(browser, live_server, school):
    """``person("coordinator")`` is a signed-in person of the role at a browser of her own."""
    people = []

    def make(role=Role.COORDINATOR, *, school=school, sign_in=True, membership=None, **kwargs):
        if role is None:
            user = None
        else:
            membership = membership or MembershipFactory(
                school=school, role=role, user=UserFactory(password=PASSWORD, surname="Лебедева")
            )
            user = membership.user
        one = Person(browser, live_server.url, user, **kwargs)
        people.append(one)
        return one.sign_in() if user and sign_in else one

    yield make
    for one in people:
        one.context.close()


@pytest.fixture
def today(settings):
    """The browser tests run in the middle of the customer's year."""
    from datetime import UTC, datetime

    settings.TEST_NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
    return date(2022, 3, 14)
