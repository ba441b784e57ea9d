"""The operator of a region before the same judges as the people of a school; the day of a request for figures."""

from types import SimpleNamespace

import pytest
from django_scopes import scope

from mentorship.monitoring.models import ColumnMapping, FiguresAnswer, SchoolFigures
from mentorship.monitoring.services import region as acts
from mentorship.monitoring.services.snapshots import copy_up
from mentorship.notifications.models import Notification
from mentorship.programmes.models import RegionOperator, School
from mentorship.programmes.roles import Role
from tests.e2e.conftest import PASSWORD
from tests.factories import MembershipFactory, ProgrammeFactory, RegionFactory, SchoolFactory, UserFactory

PAGES = [
    "/region/",
    "/region/?order=-pairs",
    "/region/?q=nobody",
    "/region/schools/{school}/",
    "/region/requests/",
    "/region/requests/new/",
    "/region/requests/{asked}/",
    "/region/requests/{asked}/?show=missing",
    "/region/requests/{empty}/?show=missing",
    "/region/forms/",
    "/region/forms/new/",
    "/region/forms/{mapping}/",
]


@pytest.fixture
def region(school, today):
    """Two schools, one with figures; a request that nobody has answered and one that nobody was asked by."""
    region = RegionFactory(title="Самарская область")
    SchoolFactory(short_name="Основная школа посёлка Первомайский", city="Первомайский", region=region)
    with scope(school=school):
        programme = ProgrammeFactory(school=school)
        School.objects.filter(pk=school.pk).update(region=region, current_programme=programme, city="Приволжск")
        school.refresh_from_db()
        copy_up(school, today)
        assert SchoolFigures.objects.exists()
    MembershipFactory(school=school, role=Role.DIRECTOR, user=UserFactory(password=PASSWORD))
    return region


@pytest.fixture
def operator(person, region, school, today):
    def make(**kwargs):
        user = UserFactory(password=PASSWORD, surname="Орехова")
        RegionOperator.objects.create(user=user, region=region)
        days = {"as_of": today, "due_on": today.replace(day=30), "words": "К совещанию", "by": user}
        asked = acts.ask(region=region, title="Сведения за март", **days)
        empty = acts.ask(region=RegionFactory(title=f"Пустая {user.pk}"), title="Никому", **days)
        RegionOperator.objects.create(user=user, region=empty.region)
        columns = [{"title": "ОО", "figure": "school"}]
        mapping, _new = ColumnMapping.objects.get_or_create(
            region=region, title="Форма 1", defaults={"columns": columns}
        )
        rows = {"school": school.public_id, "asked": asked.public_id, "empty": empty.public_id, "mapping": mapping.pk}
        one = person(membership=SimpleNamespace(user=user), **kwargs)
        one.asked, one.pages = asked, [page.format(**rows) for page in PAGES]
        return one

    return make


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_the_regions_pages(operator, dark):
    inna = operator(dark=dark)
    faults = {}
    for path in inna.pages:
        inna.goto(path)
        faults |= {path: found} if (found := inna.violations()) else {}

    assert faults == {}
    assert inna.errors == []


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_of_the_region_scrolls_sideways_on_a_phone(operator, width):
    inna = operator(width=width)

    assert {path: over for path in inna.pages if inna.goto(path) and (over := inna.sideways_scroll())} == {}


def test_every_page_of_the_region_has_one_heading_and_one_main(operator):
    inna = operator()
    for path in inna.pages:
        page = inna.goto(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1, path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_operator_reminds_and_the_school_gives_the_figures(operator, person, school, scripts):
    inna = operator(scripts=scripts)
    page = inna.goto(f"/region/requests/{inna.asked.public_id}/")
    inna.click(f"button[formaction*='{school.public_id}']")
    assert page.locator(f"button[formaction*='{school.public_id}']").count() == 0
    with scope(school=school):
        assert Notification.objects.filter(kind="region_reminder").exists()

    leader = person("coordinator", scripts=scripts)
    leader.goto(f"/region-request/{inna.asked.public_id}/")
    leader.click("main form .btn-primary")
    with scope(school=school):
        assert FiguresAnswer.objects.get(request=inna.asked).sent_at

    inna.goto(f"/region/requests/{inna.asked.public_id}/?show=missing")
    assert school.short_name not in inna.page.inner_text("main")
    assert inna.clicks + leader.clicks == 2
