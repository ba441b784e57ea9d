from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django_scopes import scope
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.common import pdf
from mentorship.common.table import Heading
from mentorship.programmes.roles import Role
from roadmap import reports
from roadmap.models import Party
from roadmap.services.approval import approve, fingerprint, publish
from roadmap.services.creation import create_roadmap, outline_of
from tests.factories import ProgrammeFactory, UserFactory
from tests.roadmap.samples import long_outline, sample_outline

TODAY = date(2022, 3, 14)
STAFF = [role for role in Role if role not in (Role.MENTOR, Role.MENTEE)]
FILES = ["month-plan.pdf", "month-plan.xlsx", "person-plan.pdf", "person-plan.xlsx", "roadmap.pdf", "roadmap.xlsx"]
PAGES = ["", "month-plan/", "person-plan/", "roadmap/", "roadmap/site-block/"]


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(TODAY.year, TODAY.month, TODAY.day)


@pytest.fixture
def living(programme, school):
    """The sample roadmap, living."""
    with scope(school=school):
        return create_roadmap(programme=programme, outline=sample_outline(), by=UserFactory())


@pytest.fixture
def published(living, school):
    """The sample roadmap with an order, on the site."""
    with scope(school=school):
        by, seen = UserFactory(), fingerprint(outline_of(living))
        approve(roadmap=living, order_number="15", order_date=date(2021, 12, 13), seen=seen, by=by)
        living.refresh_from_db()
        return publish(roadmap=living, has_public_names=True, by=by)


def text_of(response):
    reader = PdfReader(BytesIO(response.content))
    return "".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")


def values_of(response):
    return [cell.value for row in load_workbook(BytesIO(response.content)).active.iter_rows() for cell in row]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", STAFF)
def test_staff_see_reports(page, role, living, client_of):
    assert client_of(role).get(f"/reports/{page}").status_code == 200


@pytest.mark.parametrize(("role", "is_there"), [(Role.DEPUTY, True), (Role.WORKING_GROUP, False)])
def test_the_registers_stand_among_the_reports_for_whom_may_take_them_out(role, is_there, living, client_of):
    assert ('href="/people/export/"' in client_of(role).get("/reports/").content.decode()) == is_there


@pytest.mark.parametrize("page", [*PAGES, *FILES, "roadmap.docx", "roadmap/site-block.html"])
@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE])
def test_mentors_and_mentees_do_not(page, role, living, client_of):
    assert client_of(role).get(f"/reports/{page}").status_code == 403


@pytest.mark.parametrize("page", [*PAGES, *FILES])
def test_a_stranger_signs_in_first(page, living, client):
    assert client.get(f"/reports/{page}").status_code == 302


@pytest.mark.parametrize("page", ["nothing/", "nothing.pdf", "month-plan.docx", "month-plan.exe"])
def test_reports_that_do_not_exist_are_not_found(page, living, client_of):
    assert client_of().get(f"/reports/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_school_without_a_roadmap_is_told_what_to_do(page, programme, client_of):
    assert client_of().get(f"/reports/{page}").status_code == 200


def test_the_page_the_pdf_and_the_sheet_show_the_same_activities(living, client_of, school):
    client = client_of()
    with scope(school=school):
        table = reports.month_report(living, month=date(2022, 3, 1), today=TODAY).table
    titles = [row[1] for row in table.rows if not isinstance(row, Heading)]

    page = client.get("/reports/month-plan/").content.decode()
    sheet = values_of(client.get("/reports/month-plan.xlsx?period=2022-03"))
    text = text_of(client.get("/reports/month-plan.pdf?period=2022-03"))

    assert len(titles) == 3
    assert [value for value in sheet if value in titles] == titles
    for title in titles:
        assert title in page
        assert title.split()[0] in text
    assert "План работы на март 2022 г." in text


def test_the_files_of_a_page_keep_its_filters(living, client_of, school):
    with scope(school=school):
        party = Party.objects.get(name="Зайцева Е. П.")

    page = client_of().get(f"/reports/month-plan/?period=2022-02&responsible={party.pk}").content.decode()

    assert f"/reports/month-plan.pdf?period=2022-02&amp;responsible={party.pk}" in page


def test_the_plan_of_one_begins_with_the_readers_own(living, client_of, school):
    client = client_of()
    with scope(school=school):
        Party.objects.filter(name="Лебедева О. Н.").update(membership=client.membership)

    page = client.get("/reports/person-plan/").content.decode()

    assert "Лебедева О. Н., заместитель директора по УВР</h1>" in " ".join(page.split()).replace(" </h1>", "</h1>")


@pytest.mark.parametrize("query", ["period=2031-01", "period=x", "responsible=999999", "responsible=x", "period=%00"])
def test_filters_that_do_not_fit_fall_back(query, living, client_of):
    response = client_of().get(f"/reports/month-plan/?{query}")

    assert "март 2022" in response.content.decode()


def test_the_party_of_another_school_is_no_filter(living, client_of, other_school):
    with scope(school=other_school):
        programme = ProgrammeFactory(school=other_school)
        create_roadmap(programme=programme, outline=sample_outline(), by=UserFactory())
        party = Party.objects.first()

    response = client_of().get(f"/reports/person-plan/?responsible={party.pk}")

    assert response.context["form"].party.school_id != other_school.pk


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04"), ("xlsx", b"PK\x03\x04")])
def test_the_roadmap_is_downloaded_as_an_attachment(extension, start, living, client_of):
    response = client_of().get(f"/reports/roadmap.{extension}")

    assert response.content.startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="dorozhnaya-karta.{extension}"'
    assert response["Cache-Control"] == "no-store"


def test_a_paper_that_is_too_long_leads_back_with_a_way_out(living, client_of, monkeypatch):
    monkeypatch.setattr(pdf, "HTML_LIMIT", 100)

    response = client_of().get("/reports/roadmap.pdf", follow=True)

    assert response.redirect_chain == [("/reports/roadmap/", 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_long_roadmap_is_shown_by_its_head_and_downloaded_whole(programme, client_of, school):
    with scope(school=school):
        create_roadmap(programme=programme, outline=long_outline(60), by=UserFactory())
    client = client_of()

    page = client.get("/reports/roadmap/").content.decode()
    sheet = values_of(client.get("/reports/roadmap.xlsx"))

    assert "первые 50 из 60 строк" in page
    assert page.count('id="row-') == 50
    assert sum(str(value).startswith("1. ") for value in sheet) >= 60


def test_an_empty_month_is_printed_as_such(living, client_of, school):
    with scope(school=school):
        living.stages.all().delete()

    assert "Мероприятий нет." in text_of(client_of().get("/reports/month-plan.pdf"))


@pytest.mark.parametrize("page", ["month-plan/", "person-plan/", "roadmap/"])
def test_a_page_takes_twelve_queries_at_most(page, living, client_of, django_assert_max_num_queries):
    client = client_of()

    with django_assert_max_num_queries(12):
        client.get(f"/reports/{page}")


def test_a_published_roadmap_is_read_without_a_sign_in_or_a_cookie(published, school, client):
    response = client.get(reverse("public_roadmap", args=[school.slug, published.public_id]))

    page = response.content.decode()
    assert "Закрепление наставнических пар и групп" in page
    assert "Лебедева" in page
    assert "Утверждена приказом от 13.12.2021 № 15" in page
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert response["ETag"]


def test_the_public_page_is_found_by_the_years_of_the_programme(published, school, client):
    assert client.get(f"/public/{school.slug}/2021-2022/").status_code == 200


def test_the_public_page_has_a_version_for_the_visually_impaired_without_a_cookie(published, school, client):
    page = client.get(f"/public/{school.slug}/2021-2022/").content.decode()
    large = client.get(f"/public/{school.slug}/2021-2022/?view=large")

    assert 'href="?view=large"' in page
    assert 'class="large"' in large.content.decode()
    assert not large.cookies


def test_an_unchanged_public_page_is_not_sent_again(published, school, client):
    first = client.get(f"/public/{school.slug}/2021-2022/")

    again = client.get(f"/public/{school.slug}/2021-2022/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304


def test_the_public_page_can_be_without_names(published, school, client):
    with scope(school=school):
        publish(roadmap=published, has_public_names=False, by=UserFactory())

    page = client.get(f"/public/{school.slug}/2021-2022/").content.decode()

    assert "Лебедева" not in page
    assert "Заместитель директора по УВР" in page


def test_the_public_page_shows_the_text_in_force(published, school, client):
    with scope(school=school):
        published.stages.first().activities.update(title="Не утверждено")

    page = client.get(f"/public/{school.slug}/2021-2022/").content.decode()

    assert "Не утверждено" not in page
    assert "Изучение нормативных документов" in page


@pytest.mark.parametrize("key", ["2021-2022", "2020-2021", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_published_is_not_found(key, living, school, other_school, client):
    assert client.get(f"/public/{school.slug}/{key}/").status_code == 404
    assert client.get(f"/public/{school.slug}/{living.public_id}/").status_code == 404
    assert client.get(f"/public/{other_school.slug}/{living.public_id}/").status_code == 404
    assert client.get(f"/public/nowhere/{key}/").status_code == 404


def test_a_published_roadmap_is_not_found_under_another_school(published, other_school, client):
    assert client.get(f"/public/{other_school.slug}/{published.public_id}/").status_code == 404


def test_the_block_for_the_site_is_offered_once_the_roadmap_is_published(published, client_of):
    client = client_of()

    page = client.get("/reports/roadmap/site-block/").content.decode()
    file = client.get("/reports/roadmap/site-block.html")

    assert "&lt;table" in page
    assert file.content.decode().startswith("<h2>")
    assert file["Content-Disposition"] == 'attachment; filename="dorozhnaya-karta.html"'


def test_there_is_no_block_of_a_draft(living, client_of):
    client = client_of()

    assert "&lt;table" not in client.get("/reports/roadmap/site-block/").content.decode()
    assert client.get("/reports/roadmap/site-block.html").status_code == 404
