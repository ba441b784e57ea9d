"""The region sees numbers of its own schools, never small ones and never a name; it asks, schools answer."""

import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from openpyxl import load_workbook

from mentorship.common.errors import RuleBroken
from mentorship.monitoring.figures import CODES, Figures
from mentorship.monitoring.masking import NOT_PEOPLE
from mentorship.monitoring.models import ColumnMapping, FiguresAnswer, FiguresRequest, SchoolFigures
from mentorship.monitoring.region_notices import MARKS, last_mark
from mentorship.monitoring.regional import said_of
from mentorship.monitoring.services import region as acts
from mentorship.programmes.models import RegionOperator
from mentorship.programmes.roles import Role
from tests.factories import RegionFactory, SchoolFactory, UserFactory

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 5, 31)


@pytest.fixture
def operator():
    client, user = Client(), UserFactory()
    client.force_login(user)
    client.region = RegionFactory(title="Самарская область")
    RegionOperator.objects.create(user=user, region=client.region)
    return client


def school_with(region, name, **figures):
    """A school of the region with copied-up figures."""
    school = SchoolFactory(short_name=name, region=region)
    values = {
        "activities": 10,
        "activities_done": 5,
        "overdue": 1,
        "mentees": 20,
        "mentors": 10,
        "pairs": 10,
        "answers": 30,
    }
    values |= figures
    with scope(school=school):
        SchoolFigures.objects.create(
            school=school,
            region=region,
            day=DAY,
            figures={"day": "2022-05-31", "values": {**values, "month": None}},
            **values,
        )
    return school


def names(response):
    return [school.short_name for school, _cells in response.context["rows"]]


def cells(response, name):
    rows = {school.short_name: [cell.text for cell in found] for school, found in response.context["rows"]}
    return rows[name]


def test_schools_are_sorted_by_any_column_and_nonsense_is_by_name(operator):
    school_with(operator.region, "Б", pairs=50, overdue=1)
    school_with(operator.region, "А", pairs=10, overdue=9)
    SchoolFactory(short_name="В", region=operator.region)

    assert names(operator.get("/region/")) == ["А", "Б", "В"]
    assert names(operator.get("/region/?order=-pairs")) == ["Б", "А", "В"]
    assert names(operator.get("/region/?order=pairs")) == ["А", "Б", "В"]
    assert names(operator.get("/region/?order=-overdue")) == ["А", "Б", "В"]
    assert names(operator.get("/region/?order=-progress")) == ["А", "Б", "В"]
    assert names(operator.get("/region/?order=school_id;drop")) == ["А", "Б", "В"]


def test_small_numbers_are_hidden_and_cannot_be_counted_back(operator):
    school_with(operator.region, "А", pairs=3, mentees=4, coverage="12.5")
    school_with(operator.region, "Б", pairs=40, mentees=50, coverage="40")

    response = operator.get("/region/")

    row = cells(response, "А")
    assert "3" not in row
    assert "4" not in row
    assert "12,5\xa0%" not in row
    assert "40" in cells(response, "Б")
    assert response.context["totals"]["pairs"] == 40
    assert response.context["hidden"] == 1


def test_a_school_is_found_and_the_trend_is_told(operator):
    school = school_with(operator.region, "Лицей", pairs=12)
    with scope(school=school):
        SchoolFigures.objects.update(month_ago={"day": "2022-05-01", "values": {"pairs": 9}})
    school_with(operator.region, "Школа")

    assert names(operator.get("/region/?q=Лицей")) == ["Лицей"]
    assert "+3" in operator.get("/region/").content.decode()


@pytest.mark.parametrize("count", [2, 60])
def test_the_list_takes_the_same_few_queries(operator, count):
    for number in range(count):
        school_with(operator.region, f"Школа {number}")
    with CaptureQueriesContext(connection) as queries:
        operator.get("/region/?order=-pairs")

    assert len(queries) <= 12


def test_seven_hundred_schools_take_as_many_queries_as_one(operator):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            operator.get("/region/?order=-pairs")
        return len(queries)

    school_with(operator.region, "Первая")
    few = cost()
    for number in range(40):
        school_with(operator.region, f"Школа {number}")

    assert cost() == few


def test_a_school_is_numbers_and_its_small_ones_are_hidden(operator):
    school = school_with(operator.region, "Лицей", mentees=3, pairs=12)
    page = operator.get(f"/region/schools/{school.public_id}/").content.decode()

    assert "Лицей" in page
    assert ">12<" in "".join(page.split())
    assert ">3<" not in "".join(page.split())


def test_schools_and_requests_of_another_region_are_not_there(operator):
    other = RegionFactory(title="Чужая")
    school = school_with(other, "Чужая школа")
    asked = acts.ask(region=other, title="Сведения", words="", as_of=DAY, due_on=DAY, by=None)
    mapping = ColumnMapping.objects.create(region=other, title="Форма", columns=[])

    assert "Чужая школа" not in operator.get("/region/").content.decode()
    for address in (
        f"/region/schools/{school.public_id}/",
        f"/region/requests/{asked.public_id}/",
        f"/region/requests/{asked.public_id}/figures.xlsx",
        f"/region/forms/{mapping.pk}/",
    ):
        assert operator.get(address).status_code == 404
    assert operator.post(f"/region/requests/{asked.public_id}/close/").status_code == 404


@pytest.mark.parametrize("address", ["/region/", "/region/requests/", "/region/requests/new/", "/region/forms/"])
def test_the_region_is_closed_to_people_of_schools(client_of, address):
    assert client_of("director").get(address).status_code == 403


def ask(region, **fields):
    values = {"title": "Мониторинг", "words": "", "as_of": DAY, "due_on": DAY + timedelta(days=10), "by": None}
    return acts.ask(region=region, **(values | fields))


@pytest.fixture
def asked(school, programme):
    school.region = RegionFactory(title="Область")
    school.current_programme = programme
    school.save()
    return ask(school.region)


def test_a_request_has_a_row_for_every_school(operator):
    for name in ("А", "Б"):
        school_with(operator.region, name)
    operator.post(
        "/region/requests/new/",
        {"region": operator.region.pk, "title": "Ноябрь", "as_of": "31.05.2022", "due_on": "10.06.2022"}
        | {"key": str(uuid.UUID(int=7))},
    )
    asked = FiguresRequest.objects.get()

    page = operator.get(f"/region/requests/{asked.public_id}/")

    assert (page.context["given"], page.context["whole"]) == (0, 2)
    late = {"region": operator.region.pk, "title": "Поздно", "as_of": "31.05.2022", "due_on": "30.05.2022"}
    late["key"] = str(uuid.uuid4())
    assert operator.post("/region/requests/new/", late).status_code == 422


def test_the_school_sees_the_request_gives_the_figures_and_gives_them_anew(client_of, asked, school):
    client = client_of()
    assert asked.title in client.get("/today/").content.decode()
    address = f"/region-request/{asked.public_id}/"
    with scope(school=school):
        answer = FiguresAnswer.objects.get()

    assert client.post(address, {"version": answer.version, "words": "Пары с марта"}).status_code == 302
    with scope(school=school):
        answer.refresh_from_db()
        assert answer.figures["day"] == "2022-05-31"
    assert asked.title not in client.get("/today/").content.decode()
    assert client.post(address, {"version": answer.version - 1, "words": "Опоздал"}).status_code == 422
    assert client.post(address, {"version": answer.version, "words": "Снова"}).status_code == 302


def test_a_closed_request_takes_nothing(client_of, asked, school, programme):
    acts.close(request=asked)
    with scope(school=school):
        answer = FiguresAnswer.objects.get()
        with pytest.raises(RuleBroken):
            acts.give(answer=answer, programme=programme, words="", version=answer.version, by=None)
    body = {"version": answer.version, "words": ""}
    assert client_of().post(f"/region-request/{asked.public_id}/", body).status_code == 422


def test_a_request_to_another_school_is_not_there(client_of, asked, other_school):
    other = RegionFactory(title="Другая")
    other_school.region = other
    other_school.save()
    foreign = ask(other)

    assert client_of().get(f"/region-request/{foreign.public_id}/").status_code == 404


def test_only_leaders_answer(client_of, member, asked):
    assert client_of(member(Role.DEPUTY)).get(f"/region-request/{asked.public_id}/").status_code == 403


def test_the_school_hears_of_the_last_mark_that_has_come():
    request = FiguresRequest(due_on=date(2022, 6, 20))
    request.created_at = request.created_at.replace(year=2022, month=6, day=1)

    assert last_mark(request, date(2022, 6, 1), "Europe/Samara") == date(2022, 6, 1)
    assert last_mark(request, date(2022, 6, 14), "Europe/Samara") == date(2022, 6, 13)
    assert last_mark(request, date(2022, 6, 20), "Europe/Samara") == date(2022, 6, 20)
    assert last_mark(request, date(2022, 6, 22), "Europe/Samara") == date(2022, 6, 21)
    assert last_mark(request, date(2022, 12, 1), "Europe/Samara") == date(2022, 6, 20) + timedelta(days=max(MARKS))


def sheet(response):
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(response.content)).worksheets[0].iter_rows()]


def test_the_consolidated_table_is_in_the_regions_own_form(operator, client_of, asked, school):
    with scope(school=school):
        answer = FiguresAnswer.objects.get()
    client_of().post(f"/region-request/{asked.public_id}/", {"version": answer.version, "words": "Слова"})
    RegionOperator.objects.create(user_id=operator.session["_auth_user_id"], region=school.region)
    body = {
        "region": school.region.pk,
        "title": "Форма 1",
        "version": 1,
        "columns-TOTAL_FORMS": 3,
        "columns-INITIAL_FORMS": 0,
        "columns-0-title": "ОО",
        "columns-0-figure": "school",
        "columns-1-title": "Пары",
        "columns-1-figure": "pairs",
        "columns-2-title": "Подпись",
        "columns-2-figure": "",
    }
    assert operator.post("/region/forms/new/", body).status_code == 302
    mapping = ColumnMapping.objects.get()
    assert operator.post("/region/forms/new/", body).status_code == 422
    assert operator.post(f"/region/forms/{mapping.pk}/", body | {"version": 0}).status_code == 422

    rows = sheet(operator.get(f"/region/requests/{asked.public_id}/figures.xlsx?form={mapping.pk}"))
    whole = sheet(operator.get(f"/region/requests/{asked.public_id}/figures.xlsx"))

    assert ["ОО", "Пары", "Подпись"] in rows
    assert any(row[0] == school.short_name for row in rows)
    assert any("Слова" in row for row in whole)
    assert operator.get(f"/region/requests/{asked.public_id}/figures.xlsx?form=нет").status_code == 404


def test_a_form_without_columns_is_refused(operator):
    body = {
        "region": operator.region.pk,
        "title": "Пустая",
        "version": 1,
        "columns-TOTAL_FORMS": 0,
        "columns-INITIAL_FORMS": 0,
    }

    assert operator.post("/region/forms/new/", body).status_code == 422


def masked(**values):
    figures = Figures(DAY, values)
    return said_of(figures)


def test_every_count_of_people_is_hidden_when_it_is_small_whatever_it_is_called():
    for code in CODES:
        is_of_things = code in NOT_PEOPLE or CODES[code].unit != "count"
        assert ("3" in masked(**{code: 3})[code]) == is_of_things, code


def test_one_hidden_form_takes_the_next_smallest_with_it():
    found = masked(pairs=30, pupil_pupil_pairs=20, teacher_pupil_pairs=8, teacher_teacher_pairs=2)

    assert found["pairs"] == "30"
    assert found["pupil_pupil_pairs"] == "20"
    assert found["teacher_pupil_pairs"] == "—"
    assert "2" not in found["teacher_teacher_pairs"]


@pytest.mark.parametrize(
    ("part", "whole", "is_shown"), [(100, 500, True), (3, 500, False), (8, 9, False), (9, 9, True), (2, 3, False)]
)
def test_a_share_is_hidden_with_its_parts(part, whole, is_shown):
    found = masked(I1=100 * part / whole, mentees_10_19=part, base_pupils_10_19=whole)

    assert (found["I1"] != "—") == is_shown


def test_a_trend_does_not_tell_a_share_that_was_hidden(operator):
    school = school_with(operator.region, "Лицей", mentees=40, coverage="40")
    with scope(school=school):
        before = {"day": "2022-05-01", "values": {"I1": 2.5, "mentees_10_19": 3, "base_pupils_10_19": 120}}
        SchoolFigures.objects.update(month_ago=before)

    assert "37,5" not in operator.get("/region/").content.decode()


def test_a_request_that_is_sent_twice_is_one(operator):
    body = {"region": operator.region.pk, "title": "Сведения", "as_of": "31.05.2022", "due_on": "10.06.2022"}
    body["key"] = str(uuid.uuid4())
    for _press in range(2):
        assert operator.post("/region/requests/new/", body).status_code == 302

    assert FiguresRequest.objects.count() == 1


def test_a_city_is_chosen_from_those_that_are_there_and_words_are_found_in_any_case(operator):
    for name, city in (("Лицей", "Тольятти"), ("Школа", "Сызрань"), ("Гимназия", "")):
        school = school_with(operator.region, name)
        type(school).objects.filter(pk=school.pk).update(city=city)
    school_with(RegionFactory(title="Чужая"), "Чужая")

    page = operator.get("/region/?city=Сызрань&order=-pairs")

    assert names(page) == ["Школа"]
    assert page.context["totals"]["pairs"] == 10
    assert [value for value, _title in page.context["form"].fields["city"].choices] == ["", "Сызрань", "Тольятти"]
    assert names(operator.get("/region/?q=лИЦЕЙ")) == ["Лицей"]
    assert len(names(operator.get("/region/?city=Нигде"))) == 3
    assert "city=%D0%A1" in page.content.decode().split("<thead")[1]
