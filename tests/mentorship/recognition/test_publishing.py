"""Public pages: with consent at that address and only as long as it lasts."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from mentorship.people.services.consents import withdraw
from mentorship.programmes.roles import Role
from mentorship.recognition.acts import give_first
from mentorship.recognition.models import NormativeAct, Publication, PublishedPerson
from mentorship.recognition.publishing import url_of
from mentorship.recognition.services import publishing as acts
from roadmap.services.approval import approve, fingerprint, publish
from roadmap.services.creation import outline_of
from tests.factories import (
    ActivityFactory,
    ConsentFactory,
    MentorFactory,
    PersonFactory,
    ProgrammeFactory,
    RoadmapFactory,
    StageFactory,
    UserFactory,
)

DAY = date(2022, 5, 31)
SITE = "https://school-one.test/nastavnichestvo"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


@pytest.fixture
def page(programme):
    row = acts.page_of(programme, "best")
    Publication.objects.filter(pk=row.pk).update(address=SITE)
    row.refresh_from_db()
    return row


def mentor(programme, surname, *items, place=None):
    person = PersonFactory(
        school=programme.school, kind="teacher", surname=surname, given_name="Пётр", patronymic="Ильич"
    )
    MentorFactory(programme=programme, person=person)
    if items:
        ConsentFactory(person=person, kind="distribution", allows=[(item, place or "testserver") for item in items])
    return person


def put_out(page, *people, words="провёл 12 встреч"):
    acts.save(
        publication=page,
        version=page.version,
        changes={},
        content={},
        people=[(one, words) for one in people],
        by=None,
    )
    page.refresh_from_db()
    acts.publish(publication=page, version=page.version, day=DAY, by=None)
    page.refresh_from_db()
    return page


def seen(page, **headers):
    return Client().get(url_of(page).removeprefix("http://testserver"), **headers)


def test_the_address_is_that_of_the_site(page):
    assert url_of(page).startswith("http://testserver")
    assert url_of(page).endswith("/best/")


def test_a_name_stands_there_with_consent_initials_without_the_name_and_nobody_without_any(programme, page):
    full = mentor(programme, "Полнов", "name", "achievement")
    half = mentor(programme, "Инициалов", "achievement")
    none = mentor(programme, "Безымянный")
    elsewhere = mentor(programme, "Чужеадресный", "name", place="other-site.test")

    text = seen(put_out(page, full, half, none, elsewhere)).content.decode()

    assert "Полнов Пётр Ильич" in text
    assert "Инициалов" not in text
    assert "И.\xa0П." in text
    assert "Безымянный" not in text
    assert "Чужеадресный" not in text
    assert text.count("провёл 12 встреч") == 2


def test_words_need_the_item_of_achievements(programme, page):
    text = seen(put_out(page, mentor(programme, "Полнов", "name"))).content.decode()

    assert "Полнов" in text
    assert "провёл 12 встреч" not in text


def test_a_withdrawn_consent_is_gone_at_once_and_leaves_addresses_to_clean(programme, page):
    person = mentor(programme, "Полнов", "name")
    paper = person.consents.get()
    put_out(page, person)
    assert "Полнов" in seen(page).content.decode()

    withdraw(paper=paper, on=DAY, reason="передумал", by=None)

    assert "Полнов" not in seen(page).content.decode()
    row = PublishedPerson.objects.get()
    assert row.removed_on == DAY
    assert row.clean_by == date(2022, 6, 3)
    assert row.addresses


def edit(page, *people):
    page.refresh_from_db()
    acts.save(
        publication=page,
        version=page.version,
        changes={},
        content={},
        people=[(one, "провёл 13 встреч") for one in people],
        by=None,
    )


def test_editing_a_published_page_keeps_where_a_person_has_stood(programme, page):
    person = mentor(programme, "Полнов", "name")
    edit(put_out(page, person), person)

    withdraw(paper=person.consents.get(), on=DAY, reason="", by=None)

    row = PublishedPerson.objects.get()
    assert row.clean_by == date(2022, 6, 3)
    assert row.addresses == [url_of(page)]


def test_editing_does_not_lose_the_addresses_to_clean_but_a_new_consent_brings_the_person_back(programme, page):
    person = mentor(programme, "Полнов", "name")
    put_out(page, person)
    withdraw(paper=person.consents.get(), on=DAY, reason="", by=None)

    edit(page, person)
    assert PublishedPerson.objects.get().clean_by == date(2022, 6, 3)

    ConsentFactory(person=person, kind="distribution", allows=[("name", "testserver")])
    edit(page, person)
    assert PublishedPerson.objects.get().clean_by is None
    assert "Полнов" in seen(page).content.decode()


def test_the_night_finds_a_consent_that_has_run_out(programme, page):
    person = mentor(programme, "Полнов", "name")
    person.consents.update(valid_until=date(2022, 6, 15))
    put_out(page, person)

    assert acts.check_all(date(2022, 6, 15)) == 0
    assert acts.check_all(date(2022, 6, 16)) == 1
    assert acts.check_all(date(2022, 6, 17)) == 0


def test_the_list_to_clean_is_shown_and_ticked_off(programme, page, client_of):
    person = mentor(programme, "Полнов", "name")
    put_out(page, person)
    withdraw(paper=person.consents.get(), on=DAY, reason="", by=None)
    client, row = client_of(), PublishedPerson.objects.get()
    assert "Полнов" in client.get("/publications/").content.decode()

    client.post(f"/publications/cleaned/{row.pk}/")

    row.refresh_from_db()
    assert row.cleaned_on == DAY
    assert "Полнов" not in client.get("/publications/").content.decode()


def test_the_public_page_costs_five_queries_has_no_cookie_and_is_kept_for_a_minute(programme, page):
    give_first(programme.school)
    for kind in ("results", "curator"):
        one = acts.page_of(programme, kind)
        acts.publish(publication=one, version=one.version, day=DAY, by=None)
    put_out(page, *(mentor(programme, f"Полнов{number}", "name") for number in range(6)))

    for kind in Publication.Kind.values:
        one = Publication.objects.select_related("programme__school").get(kind=kind)
        with CaptureQueriesContext(connection) as queries:
            response = seen(one)
        assert response.status_code == 200
        assert len(queries) <= 5, [one["sql"][:150] for one in queries]
        assert not response.cookies
        assert response["Cache-Control"] == "public, max-age=60"
        again = seen(one, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_what_is_not_published_is_not_there(programme, page):
    assert seen(page).status_code == 404
    put_out(page)
    assert seen(page).status_code == 200
    acts.withdraw(publication=page, by=None)
    assert seen(page).status_code == 404


def test_the_results_are_those_of_the_day_of_publishing(programme):
    row = acts.page_of(programme, "results")
    MentorFactory(programme=programme)
    acts.publish(publication=row, version=row.version, day=DAY, by=None)
    MentorFactory(programme=programme)
    row.refresh_from_db()

    assert [value for title, value in row.content["lines"] if title in seen(row).content.decode()][1:2] == ["1"]
    assert row.published_at


def test_a_page_is_prepared_looked_at_and_published(programme, client_of):
    person = mentor(programme, "Полнов", "name")
    client = client_of()
    client.post("/publications/best/begin/")
    row = Publication.objects.get()
    body = {
        "version": row.version,
        "title": "Наши наставники",
        "lead": "Спасибо",
        "address": SITE,
        "mentors": [person.mentors.get().pk],
    }
    assert client.post("/publications/best/", body).status_code == 302
    assert "Полнов" in client.get("/publications/best/check/").content.decode()
    row.refresh_from_db()

    client.post("/publications/best/check/", {"version": row.version - 1})
    row.refresh_from_db()
    assert row.published_at is None
    client.post("/publications/best/check/", {"version": row.version})
    row.refresh_from_db()

    assert row.published_at
    text = seen(row).content.decode()
    assert "Наши наставники" in text
    assert "Полнов" in text


def test_the_block_for_the_schools_site_asks_for_consent_at_that_address(programme, page, client_of):
    put_out(page, mentor(programme, "Наш", "name"), mentor(programme, "Сайтов", "name", place="school-one.test"))
    client = client_of()

    block = client.get("/publications/best/page.html").content.decode()

    assert "Сайтов" in block
    assert "Наш " not in block
    assert "<script" not in block
    assert client.get("/publications/best/page.pdf").content.startswith(b"%PDF")
    assert client.get("/publications/best/page.exe").status_code == 404


def test_documents_of_the_ground_are_added_changed_taken_out_and_put_back(programme, client_of):
    give_first(programme.school)
    before = NormativeAct.objects.count()
    give_first(programme.school)
    assert NormativeAct.objects.count() == before > 5
    client = client_of()
    body = {"layer": "school", "title": "Положение", "day": "01.09.2021", "number": "5", "version": "1"}
    client.post("/publications/acts/new/", body)
    row = NormativeAct.objects.get(title="Положение")

    address = f"/publications/acts/{row.public_id}/"
    assert client.post(address, body | {"title": "Положение 2", "version": row.version}).status_code == 302
    assert client.post(address, body | {"title": "Положение 3", "version": row.version}).status_code == 409
    client.post(f"{address}delete/")
    assert client.get(address).status_code == 404
    client.post(f"{address}restore/")
    assert client.get(address).status_code == 200


def test_pages_of_another_school_are_not_there(programme, client_of, other_school):
    with scope(school=other_school):
        theirs = ProgrammeFactory(school=other_school)
        row = acts.page_of(theirs, "best")
        person = PersonFactory(school=other_school)
        shown = PublishedPerson.objects.create(school=other_school, publication=row, person=person)
        act = NormativeAct.objects.create(school=other_school, layer="school", title="Чужое")
    client = client_of()

    assert client.get("/publications/best/").status_code == 404
    assert client.post(f"/publications/cleaned/{shown.pk}/").status_code == 404
    assert client.get(f"/publications/acts/{act.public_id}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "changes"), [(Role.DIRECTOR, 200, 302), (Role.DEPUTY, 200, 403), (Role.MENTOR, 403, 403)]
)
def test_who_publishes(client_of, member, programme, role, sees, changes):
    client = client_of(member(role))

    assert client.get("/publications/").status_code == sees
    assert client.post("/publications/results/begin/").status_code == changes


def published(programme, kind):
    row = acts.page_of(programme, kind)
    acts.publish(publication=row, version=row.version, day=DAY, by=None)
    return Publication.objects.select_related("programme__school").get(pk=row.pk)


@pytest.fixture
def plan_of_all(programme):
    """A roadmap with an order, on the site."""
    roadmap = RoadmapFactory(programme=programme)
    ActivityFactory(stage=StageFactory(roadmap=roadmap))
    by, read = UserFactory(), fingerprint(outline_of(roadmap))
    approve(roadmap=roadmap, order_number="15", order_date=DAY, seen=read, by=by)
    roadmap.refresh_from_db()
    return publish(roadmap=roadmap, has_public_names=False, by=by)


def test_the_pages_of_a_programme_lead_to_each_other_and_to_the_public_roadmap(programme, plan_of_all):
    results = published(programme, "results")
    page = seen(results).content.decode()
    assert f"/public/{programme.school.slug}/{plan_of_all.public_id}/" in page

    roadmap = Client().get(f"/public/{programme.school.slug}/{plan_of_all.public_id}/")
    assert roadmap.status_code == 200
    assert url_of(results).removeprefix("http://testserver") in roadmap.content.decode()
    assert not roadmap.cookies

    acts.withdraw(publication=results, by=None)
    again = Client().get(f"/public/{programme.school.slug}/{plan_of_all.public_id}/").content.decode()
    assert url_of(results).removeprefix("http://testserver") not in again


def test_a_page_says_to_search_engines_what_it_is_and_whose(programme):
    page = seen(published(programme, "results")).content.decode()

    for words in ('property="og:title"', 'rel="canonical"', "schema.org/EducationalOrganization", 'name="description"'):
        assert page.count(words) == 1
    assert "<script" not in page


def test_a_programme_without_documents_has_no_empty_heading(programme):
    NormativeAct.objects.all().delete()

    assert "<h2>Документы</h2>" not in seen(published(programme, "curator")).content.decode()


def test_the_page_about_the_programme_begins_with_its_coordinator(client_of, programme):
    client = client_of(Role.COORDINATOR)
    type(programme).objects.filter(pk=programme.pk).update(coordinator=client.membership)

    client.post("/publications/curator/begin/")

    name = client.membership.user.get_full_name()
    assert name in Publication.objects.get(kind="curator").content["contact"]
    assert name in client.get("/publications/curator/").content.decode()
