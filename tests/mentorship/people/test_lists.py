"""The lists of people: who is in them, how they are filtered, sorted, arranged and kept."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django_scopes import scope

from mentorship.people.models import Consent, MenteeTag, SavedView
from mentorship.programmes.models import MembershipClass, MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import (
    MenteeFactory,
    MentorFactory,
    PersonFactory,
    ProgrammeFactory,
    SchoolClassFactory,
    TagFactory,
)

TODAY = date(2022, 3, 14)
LISTS = ["/people/", "/mentees/", "/mentors/"]
SEE_ALL = [Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY]
SEE_OWN = [Role.CLASS_TEACHER, Role.PSYCHOLOGIST, Role.MENTOR]
NAME = re.compile(r"<td[^>]*>\s*<a href=\"/people/[^\"]*\"><strong>(.*?)</strong>")


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(TODAY.year, TODAY.month, TODAY.day)


@pytest.fixture
def pupil(programme, school):
    """``pupil("Иванов", answered_on=…)`` is a mentee; ``school_class`` goes to the person."""

    def make(surname, *, school_class=None, signed=(), **fields):
        with scope(school=school):
            person = PersonFactory(school=school, surname=surname, school_class=school_class)
            for kind in signed:
                Consent.objects.create(
                    school=school, person=person, kind=kind, signer="both", signed_on=date(2022, 1, 10)
                )
            return MenteeFactory(programme=programme, person=person, **fields)

    return make


@pytest.fixture
def school_class(school):
    with scope(school=school):
        return SchoolClassFactory(school=school)


def names(client, url):
    """Surnames of the rows, in their order."""
    response = client.get(url)
    assert response.status_code == 200, url
    return [full.split()[0] for full in NAME.findall(response.content.decode())]


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("role", Role)
def test_who_may_open_the_lists(client_of, programme, url, role):
    expected = 200 if role in (*SEE_ALL, *SEE_OWN) else 403

    assert client_of(role).get(url).status_code == expected


def test_a_psychologist_sees_who_waits_for_a_mentor_and_no_mentors(client_of, school, programme, pupil):
    pupil("Абрамов")
    pupil("Ушедшая", left_on=date(2022, 2, 1))
    with scope(school=school):
        MentorFactory(programme=programme)
    client = client_of(Role.PSYCHOLOGIST)

    assert [names(client, url) for url in LISTS] == [["Абрамов"], ["Абрамов"], []]


@pytest.mark.parametrize("url", ["/people/", "/mentees/"])
def test_a_class_teacher_sees_the_own_classes_and_a_mentor_nobody_else(
    client_of, member, school, pupil, school_class, url
):
    pupil("Абрамов", school_class=school_class)
    with scope(school=school):
        pupil("Белова", school_class=SchoolClassFactory(school=school, grade=9))
        teacher = member(Role.CLASS_TEACHER)
        MembershipClass.objects.create(school=school, membership=teacher, school_class=school_class)

    assert names(client_of(teacher), url) == ["Абрамов"]
    assert names(client_of(Role.MENTOR), url) == []
    assert names(client_of(Role.DEPUTY), url) == ["Абрамов", "Белова"]


@pytest.mark.parametrize("url", LISTS)
def test_a_neighbour_school_is_not_seen(client_of, programme, other_school, url):
    with scope(school=other_school):
        theirs = ProgrammeFactory(school=other_school)
        MenteeFactory(programme=theirs)
        MentorFactory(programme=theirs)

    assert names(client_of(), url) == []


@pytest.mark.parametrize("url", LISTS)
def test_a_school_without_a_programme_has_lists_too(client_of, school, url):
    assert client_of().get(url).status_code == 200


def test_any_part_of_the_name_finds_and_yo_is_ye(client_of, pupil):
    pupil("Ёлкина"), pupil("Королёв"), pupil("Иванов")
    client = client_of()

    assert names(client, "/mentees/?q=елк") == ["Ёлкина"]
    assert names(client, "/mentees/?q=ролЁв петр") == ["Королёв"]
    assert names(client, "/mentees/?q=нов") == ["Иванов"]
    assert names(client, "/people/?q=елк") == ["Ёлкина"]


def test_filters_stand_in_the_address(client_of, pupil, school, school_class):
    both = ("participation", "processing")
    with scope(school=school):
        form = MentoringForm.objects.create(school=school, title="Учитель – ученик")
        tag = TagFactory(school=school, title="физика")
        synonym = TagFactory(school=school, title="физ-ра", merged_into=tag)
        ready = pupil("Алексеев", school_class=school_class, answered_on=TODAY, signed=both, form=form)
        answered = pupil("Борисова", answered_on=TODAY, signed=["participation"])
        pupil("Власов", signed=both)
        pupil("Громова", left_on=TODAY)
        MenteeTag.objects.create(school=school, mentee=ready, tag=tag)
        MenteeTag.objects.create(school=school, mentee=answered, tag=synonym)
    client = client_of()
    found = {
        "": ["Алексеев", "Борисова", "Власов", "Громова"],
        "funnel=ready": ["Алексеев"],
        "funnel=candidate": ["Власов"],
        "funnel=left": ["Громова"],
        "missing=answered": ["Власов"],
        "missing=processing": ["Борисова"],
        "missing=consents": ["Борисова"],
        f"class={school_class.pk}": ["Алексеев"],
        "class=none": ["Борисова", "Власов", "Громова"],
        f"form={form.pk}": ["Алексеев"],
        "form=none": ["Борисова", "Власов", "Громова"],
        f"tag={tag.pk}": ["Алексеев", "Борисова"],
        f"tag={tag.pk}&missing=processing": ["Борисова"],
        f"chosen={ready.public_id}": ["Алексеев"],
        "funnel=nonsense&class=99999&form=x": ["Алексеев", "Борисова", "Власов", "Громова"],
    }

    assert {query: names(client, f"/mentees/?{query}") for query in found} == found


def test_everybody_is_filtered_by_part_and_by_leaving(client_of, pupil, school, programme):
    pupil("Алексеев")
    with scope(school=school):
        MentorFactory(programme=programme, person=PersonFactory(school=school, surname="Белова", kind="teacher"))
        PersonFactory(school=school, surname="Власова", kind="parent")
        PersonFactory(school=school, surname="Громов", has_left=True)
    client = client_of()
    found = {
        "part=mentee": ["Алексеев"],
        "part=mentor": ["Белова"],
        "part=none": ["Власова", "Громов"],
        "kind=parent": ["Власова"],
        "left=yes": ["Громов"],
        "left=no": ["Алексеев", "Белова", "Власова"],
    }

    assert {query: names(client, f"/people/?{query}") for query in found} == found


def test_the_filters_of_mentors(client_of, school, programme):
    with scope(school=school):
        for surname, fields in (
            ("Авдеев", {"decision": "reserve", "decided_on": TODAY}),
            ("Белов", {"decision": "selected", "decided_on": TODAY}),
            ("Власов", {}),
        ):
            person = PersonFactory(school=school, surname=surname, kind="teacher")
            MentorFactory(programme=programme, person=person, **fields)
    client = client_of()

    assert names(client, "/mentors/?funnel=reserve") == ["Авдеев"]
    assert names(client, "/mentors/?missing=selected") == ["Авдеев", "Власов"]
    assert names(client, "/mentors/?missing=interview&kind=teacher") == ["Авдеев", "Белов", "Власов"]
    assert names(client, "/mentors/?missing=trained") == []


def test_a_press_on_a_heading_sorts_and_the_second_one_turns_round(client_of, pupil, school_class):
    pupil("Алексеев", answered_on=date(2022, 2, 1), entered_on=date(2022, 1, 1))
    pupil("Борисова", signed=("participation", "processing"), answered_on=date(2022, 2, 2), school_class=school_class)
    pupil("Власов")
    client = client_of()

    assert names(client, "/mentees/?sort=-name") == ["Власов", "Борисова", "Алексеев"]
    assert names(client, "/mentees/?sort=funnel") == ["Власов", "Алексеев", "Борисова"]
    assert names(client, "/mentees/?sort=-funnel") == ["Борисова", "Алексеев", "Власов"]
    assert names(client, "/mentees/?sort=entered_on") == ["Алексеев", "Борисова", "Власов"]
    assert names(client, "/mentees/?sort=-answered_on") == ["Борисова", "Алексеев", "Власов"]
    assert names(client, "/mentees/?sort=nonsense") == ["Алексеев", "Борисова", "Власов"]
    page = client.get("/mentees/?sort=funnel&q=а").content.decode()
    assert 'aria-sort="ascending"' in page
    assert "/mentees/?sort=-funnel&amp;q=%D0%B0" in page


def test_the_head_says_how_many_stand_where(client_of, pupil):
    pupil("Алексеев", answered_on=TODAY, signed=("participation", "processing"))
    pupil("Борисова", answered_on=TODAY), pupil("Власов"), pupil("Громова", left_on=TODAY)

    states = client_of().get("/mentees/?funnel=ready").context["states"]

    assert {one["url"]: one["total"] for one in states if one["total"]} == {
        "/mentees/?funnel=candidate": 1,
        "/mentees/?funnel=questionnaire": 1,
        "/mentees/?funnel=ready": 1,
        "/mentees/?funnel=left": 1,
        "/mentees/?missing=processing": 2,
    }
    assert [one["url"] for one in states if one["is_open"]] == ["/mentees/?funnel=ready"]


def test_a_row_says_what_is_missing_with_the_address_of_the_next_act(client_of, pupil):
    row = pupil("Алексеев", answered_on=TODAY, signed=("participation",))

    page = client_of().get("/mentees/").content.decode()

    assert f"/consents/new/?person={row.person.public_id}&amp;kind=processing" in page
    assert "kind=participation" not in page
    assert (
        f"/consents/new/?person={row.person.public_id}"
        not in client_of(Role.PSYCHOLOGIST).get("/mentees/").content.decode()
    )


def test_empty_and_found_nobody_are_told_apart(client_of, pupil):
    client = client_of()
    empty = client.get("/mentees/")
    pupil("Алексеев")
    nobody = client.get("/mentees/?q=яяя")

    assert (empty.context["is_filtered"], empty.context["rows"]) == (False, [])
    assert (nobody.context["is_filtered"], nobody.context["rows"]) == (True, [])
    assert 'href="/mentees/"' in nobody.content.decode()


def test_pages_keep_the_filter(client_of, pupil):
    for number in range(51):
        pupil(f"Иванов{number:02}")
    client = client_of()

    first, second = client.get("/mentees/?q=иванов"), client.get("/mentees/?q=иванов&page=2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert first.context["page_obj"].paginator.count == 51
    assert "page=2" in first.content.decode()


def arrange(client, register, **places):
    return client.post(
        f"/people/columns/?register={register}", {f"place_{code}": place for code, place in places.items()}
    )


def headings(response):
    return [
        one.query and parse_qs(one.query).get("sort", [""])[0].removeprefix("-") for one in response.context["headings"]
    ]


def test_columns_stand_as_the_user_numbered_them(client_of, pupil):
    pupil("Алексеев")
    client, other = client_of(), client_of()

    answer = arrange(client, "mentees", birth_year=1, funnel=2)

    assert (answer.status_code, answer.url) == (302, "/mentees/?")
    assert headings(client.get("/mentees/")) == ["name", "birth_year", "funnel"]
    assert headings(other.get("/mentees/")) == ["name", "place", "funnel", "", "form"]
    client.post("/people/columns/?register=mentees", {"usual": "on"})
    assert headings(client.get("/mentees/")) == ["name", "place", "funnel", "", "form"]


def test_every_column_of_every_list_can_be_shown(client_of, pupil, school, programme):
    with scope(school=school):
        row = pupil("Алексеев", answered_on=TODAY, request="Сдать ОГЭ", left_on=TODAY)
        MenteeTag.objects.create(school=school, mentee=row, tag=TagFactory(school=school, title="физика"))
        MentorFactory(programme=programme, hours_a_month=4)
    client = client_of()
    for register in ("people", "mentees", "mentors"):
        fields = client.get(f"/people/columns/?register={register}").context["form"].fields
        answer = client.post(f"/people/columns/?register={register}", dict.fromkeys(fields, 1))
        assert len(client.get(answer.url).context["headings"]) == len(fields) + 1
    assert "физика" in client.get("/mentees/").content.decode()


def test_at_least_one_column_is_shown(client_of, programme):
    assert arrange(client_of(), "mentees").status_code == 422
    assert arrange(client_of(), "mentees", funnel="x").status_code == 422


def test_contacts_are_not_offered_to_a_mentor(client_of, programme):
    client = client_of(Role.MENTOR)

    assert "place_contacts" not in client.get("/people/columns/?register=people").context["form"].fields
    arrange(client, "people", contacts=1, part=2)
    assert [one.title for one in client.get("/people/").context["headings"]][1:] != []
    assert len(client.get("/people/").context["headings"]) == 2


def test_a_selection_is_kept_with_its_filter_and_columns_for_its_owner_alone(client_of, pupil):
    pupil("Алексеев", answered_on=TODAY), pupil("Борисова")
    client, stranger = client_of(), client_of()
    arrange(client, "mentees", funnel=1)

    answer = client.post("/people/views/save/?register=mentees&missing=answered&page=2", {"title": " Без  анкеты "})
    arrange(client, "mentees", birth_year=1)

    view = SavedView.unscoped.exclude(title="").get()
    assert (view.title, view.query) == ("Без анкеты", "missing=answered")
    assert names(client, answer.url) == ["Борисова"]
    assert headings(client.get(answer.url)) == ["name", "funnel"]
    assert "Без анкеты" in client.get("/mentees/").content.decode()
    assert "Без анкеты" not in stranger.get("/mentees/").content.decode()
    assert stranger.post(f"/people/views/{view.public_id}/delete/").status_code == 404
    assert client.post(f"/people/views/{view.public_id}/delete/").status_code == 302
    assert not SavedView.unscoped.exclude(title="").exists()


def test_the_same_title_again_is_the_new_state_of_the_selection(client_of, programme):
    client = client_of()
    for query in ("q=а", "q=б"):
        client.post(f"/people/views/save/?register=mentees&{query}", {"title": "Мой"})

    assert [one.query for one in SavedView.unscoped.all()] == ["q=%D0%B1"]


@pytest.mark.parametrize("title", ["", " ", "я" * 81])
def test_a_selection_needs_a_title(client_of, programme, title):
    answer = client_of().post("/people/views/save/?register=mentees&q=а", {"title": title})

    assert answer.status_code == 422
    assert not SavedView.unscoped.exists()


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("url", LISTS)
def test_the_number_of_queries_does_not_grow(
    client_of, pupil, school, programme, url, count, django_assert_max_num_queries
):
    with scope(school=school):
        form = MentoringForm.objects.create(school=school, title="Учитель – ученик")
        tag = TagFactory(school=school)
        for number in range(count):
            klass = SchoolClassFactory(school=school, letter=f"Б{number}")
            row = pupil(f"Иванов{number}", school_class=klass, form=form, signed=("processing",))
            MenteeTag.objects.create(school=school, mentee=row, tag=tag)
            MentorFactory(programme=programme, form=form)
    client = client_of()
    register = urlsplit(url).path.strip("/")
    fields = client.get(f"/people/columns/?register={register}").context["form"].fields
    client.post(f"/people/columns/?register={register}", dict.fromkeys(fields, 1))
    client.get(url)

    with django_assert_max_num_queries(14):
        assert client.get(f"{url}?q=а&sort=-name").status_code == 200


@pytest.mark.parametrize("url", ["/people/", "/mentees/", "/mentors/", "/people/classes/"])
def test_the_yearly_move_is_found_from_the_lists_by_who_may_do_it(client_of, pupil, url):
    assert "/people/rollover/" in client_of().get(url).content.decode()
    assert "/people/rollover/" not in client_of(Role.DEPUTY).get(url).content.decode()
