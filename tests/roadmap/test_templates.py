"""Templates: what they promise, how their terms meet a programme, how a roadmap is made of them."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from mentorship.programmes.models import AuditEvent, Programme
from mentorship.programmes.roles import Role
from roadmap.builtin import all_builtin, outline_of_builtin
from roadmap.models import Activity, Party, Roadmap
from roadmap.outline import PartyKind, Term, TermKind
from roadmap.services.binding import party_key, suggested
from roadmap.services.creation import create_roadmap, outline_of
from roadmap.services.templates import NewProgramme, Plan, create_from, save_as_template, source_by_key
from roadmap.shifting import moved_term
from roadmap.terms import read_term
from tests.factories import ActivityFactory, RoadmapFactory, StageFactory
from tests.roadmap.samples import sample_outline

SEPTEMBER, MAY = date(2025, 9, 1), date(2026, 5, 31)
CALENDARS = [
    (SEPTEMBER, MAY),
    (date(2021, 12, 1), date(2022, 5, 31)),
    (date(2025, 9, 13), date(2025, 12, 20)),
    (date(2022, 1, 10), date(2025, 12, 31)),
]
BUILTIN = [one.slug for one in all_builtin()]


def test_the_pupils_template_has_seven_stages_eleven_activities_and_thirty_odd_steps():
    r145 = all_builtin()[0]

    assert (r145.stage_count, r145.activity_count, r145.step_count) == (7, 11, 35)


def test_the_teachers_template_has_seven_stages_that_end_with_publicity():
    outline = outline_of_builtin("az1128", SEPTEMBER, MAY)

    assert len(outline.stages) == 7
    assert outline.stages[6].title == "Информационная поддержка системы наставничества"


@pytest.mark.parametrize("slug", BUILTIN)
def test_templates_name_no_person(slug):
    outline = outline_of_builtin(slug, SEPTEMBER, MAY)

    assert [party for party in outline.parties if party.name or party.kind == PartyKind.PERSON] == []


@pytest.mark.parametrize(("starts", "ends"), CALENDARS)
@pytest.mark.parametrize("slug", BUILTIN)
def test_terms_stand_within_the_months_of_any_programme(slug, starts, ends):
    for activity in outline_of_builtin(slug, starts, ends).activities:
        term = activity.term
        assert starts.replace(day=1) <= term.first <= term.last
        assert (term.last.year, term.last.month) <= (ends.year, ends.month)


@pytest.mark.parametrize(("starts", "ends"), CALENDARS)
@pytest.mark.parametrize("slug", BUILTIN)
def test_the_words_of_terms_are_read_back_into_the_same_days(slug, starts, ends):
    for activity in outline_of_builtin(slug, starts, ends).activities:
        assert read_term(activity.term.text, starts, ends) == activity.term


def test_the_pairs_are_made_before_their_meetings_end_and_a_measurement_is_made_at_the_entry():
    outline = outline_of_builtin("r145", SEPTEMBER, MAY)
    ends = [max(activity.term.last for activity in stage.activities) for stage in outline.stages]

    assert ends[5] >= ends[4]
    assert ends == sorted(ends)
    for stage in outline.stages[1:3]:
        assert "«на входе»" in " ".join(step.title for activity in stage.activities for step in activity.steps)


def test_a_school_year_gives_school_months():
    outline = outline_of_builtin("r145", SEPTEMBER, MAY)

    assert [activity.term.text for activity in outline.activities[:5]] == [
        "Сентябрь",
        "Сентябрь – октябрь",
        "Сентябрь – октябрь",
        "Октябрь",
        "Октябрь – ноябрь",
    ]


def term(text, kind, first, last):
    return Term(text, kind, first, last)


@pytest.mark.parametrize(
    ("before", "months", "after"),
    [
        (
            term("Декабрь", TermKind.MONTH, date(2021, 12, 1), date(2021, 12, 31)),
            12,
            term("Декабрь", TermKind.MONTH, date(2022, 12, 1), date(2022, 12, 31)),
        ),
        (
            term("Февраль", TermKind.MONTH, date(2023, 2, 1), date(2023, 2, 28)),
            12,
            term("Февраль", TermKind.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ),
        (
            term("до 15 марта 2022", TermKind.DAY, date(2022, 3, 15), date(2022, 3, 15)),
            12,
            term("до 15 марта 2023", TermKind.DAY, date(2023, 3, 15), date(2023, 3, 15)),
        ),
        (
            term("01.03.22-15.03.22", TermKind.DAYS, date(2022, 3, 1), date(2022, 3, 15)),
            24,
            term("01.03.24-15.03.24", TermKind.DAYS, date(2024, 3, 1), date(2024, 3, 15)),
        ),
        (
            term("Январь - февраль", TermKind.MONTHS, date(2022, 1, 1), date(2022, 2, 28)),
            9,
            term("Октябрь – ноябрь", TermKind.MONTHS, date(2022, 10, 1), date(2022, 11, 30)),
        ),
        (
            term("до 31 января", TermKind.DAY, date(2022, 1, 31), date(2022, 1, 31)),
            1,
            term("до 28 февраля 2022", TermKind.DAY, date(2022, 2, 28), date(2022, 2, 28)),
        ),
        (
            term("весь период", TermKind.WHOLE, date(2021, 12, 1), date(2022, 5, 31)),
            12,
            term("весь период", TermKind.WHOLE, SEPTEMBER, MAY),
        ),
        (Term("по плану"), 9, Term("по плану")),
    ],
)
def test_words_follow_the_days_when_a_term_moves(before, months, after):
    assert moved_term(before, months, SEPTEMBER, MAY) == after


@pytest.mark.usefixtures("school_scope")
def test_last_years_roadmap_becomes_this_years_without_its_ticks(programme, member):
    old = create_roadmap(programme=programme, outline=sample_outline(), by=None)
    Activity.objects.update(status="done", done_on=date(2022, 1, 1), actual_result="сделано")
    plan = Plan("Карта на новый год", NewProgramme("Программа", date(2022, 12, 1), date(2023, 5, 31)))

    new = create_from(source=source_by_key(f"copy-{old.pk}"), plan=plan, school=programme.school, by=member().user)

    first = Activity.objects.of(new).first()
    assert "2022–2023" in first.steps.last().title
    assert (first.term_text, first.first_on, first.status, first.actual_result) == (
        "Декабрь",
        date(2022, 12, 1),
        "plan",
        "",
    )
    assert new.programme.starts_on == date(2022, 12, 1)


@pytest.mark.usefixtures("school_scope")
def test_the_first_programme_of_a_school_becomes_its_current_one(school, member):
    plan = Plan("Карта", NewProgramme("Программа", SEPTEMBER, MAY))

    roadmap = create_from(source=source_by_key("r145"), plan=plan, school=school, by=member().user)

    school.refresh_from_db()
    assert school.current_programme == roadmap.programme
    assert Activity.objects.of(roadmap).count() == 11


@pytest.mark.usefixtures("school_scope")
def test_a_role_given_to_one_person_names_that_person(programme, member):
    head = member(Role.DIRECTOR)
    outline = outline_of_builtin("r145", SEPTEMBER, MAY)
    director = outline.parties[0]
    plan = Plan("Карта", programme, {party_key(director): f"member:{head.pk}"})

    create_from(source=source_by_key("r145"), plan=plan, school=programme.school, by=None)

    party = Party.objects.get(membership=head)
    assert (party.kind, party.role_text, party.name) == (
        PartyKind.PERSON,
        "Директор школы",
        head.user.short_name.replace("\u00a0", " "),
    )


@pytest.mark.usefixtures("school_scope")
def test_a_role_bound_to_a_role_is_whoever_holds_it(programme, member):
    deputy = member(Role.COORDINATOR)
    outline = outline_of_builtin("r145", SEPTEMBER, MAY)
    people = suggested(outline, [deputy])
    plan = Plan("Карта", programme, people)

    create_from(source=source_by_key("r145"), plan=plan, school=programme.school, by=None)

    party = Party.objects.get(role_text="Заместитель директора по УВР")
    assert list(party.people(date(2025, 10, 1))) == [deputy]


@pytest.mark.usefixtures("school_scope")
def test_a_template_of_the_school_keeps_october_in_october(programme, member):
    stage = StageFactory(roadmap=RoadmapFactory(programme=programme))
    ActivityFactory(stage=stage, term_text="Март", first_on=date(2022, 3, 1), last_on=date(2022, 3, 31))
    source = source_by_key(f"copy-{stage.roadmap.pk}")

    template = save_as_template(
        source=source, title="Наш образец", school=programme.school, by=member().user, today=date(2022, 3, 14)
    )

    outline = source_by_key(f"template-{template.pk}").outline(date(2024, 12, 1), date(2025, 5, 31))
    assert [(one.term.text, one.term.first) for one in outline.activities] == [("Март", date(2025, 3, 1))]
    assert Roadmap.objects.templates().get() == template


@pytest.mark.usefixtures("school_scope")
def test_a_template_of_the_product_is_copied_to_the_school_as_it_is(school, member):
    template = save_as_template(
        source=source_by_key("r145"), title="Наш", school=school, by=member().user, today=date(2025, 8, 20)
    )

    assert outline_of(template).stages == outline_of_builtin("r145", SEPTEMBER, MAY).stages


@pytest.mark.usefixtures("school_scope")
def test_sources_of_another_school_do_not_exist(other_roadmap):
    assert source_by_key(f"copy-{other_roadmap.pk}") is None
    assert source_by_key("template-abc") is None
    assert source_by_key("r146") is None


def check_form(client, source, **changes):
    """What the check page would send, as the page itself says it."""
    form = client.get(reverse("roadmap_new_check", args=[source])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def test_a_roadmap_is_created_in_three_clicks_from_the_first_page(client_of, programme):
    client = client_of()
    choice = client.get(reverse("roadmap_new")).content.decode()
    check = reverse("roadmap_new_check", args=["r145"])
    answer = client.post(check, check_form(client, "r145", programme=programme.pk))

    assert check in choice
    assert answer.status_code == 302
    assert Roadmap.unscoped.get().programme == programme


def test_the_button_pressed_twice_creates_one_roadmap(client_of, programme):
    client = client_of()
    form = check_form(client, "r145", programme=programme.pk)
    check = reverse("roadmap_new_check", args=["r145"])

    first, second = client.post(check, form), client.post(check, form)

    assert first.url == second.url
    assert Roadmap.unscoped.count() == 1


def test_a_school_without_a_programme_is_asked_for_its_days_on_the_same_page(client_of, school):
    client = client_of()
    form = check_form(client, "r145", starts_on="10.01.2027", ends_on="30.06.2027", new_title="Наставничество")

    client.post(reverse("roadmap_new_check", args=["r145"]), form)

    school.refresh_from_db()
    assert f"{school.current_programme.starts_on}" == "2027-01-10"
    assert Activity.unscoped.order_by("pk").first().term_text == "Январь"


def test_terms_are_counted_anew_for_other_days_without_writing(client_of, school):
    client = client_of()
    form = check_form(client, "r145", starts_on="10.01.2027", ends_on="30.06.2027")

    page = client.post(reverse("roadmap_new_preview", args=["r145"]), form)

    assert "31.01.2027" in page.content.decode()
    assert Programme.unscoped.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"new_title": ""}, "new_title"),
        ({"ends_on": "01.01.2020"}, "ends_on"),
        ({"ends_on": "01.01.2040"}, "ends_on"),
        ({"starts_on": "32.13.2026"}, "starts_on"),
    ],
)
def test_a_wrong_answer_comes_back_with_the_form(client_of, school, changes, field):
    client = client_of()

    answer = client.post(reverse("roadmap_new_check", args=["r145"]), check_form(client, "r145", **changes))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_template_is_copied_to_the_school_and_opened_as_a_tree(client_of, school):
    client = client_of()
    answer = client.post(reverse("template_create"), {"source": "az1128", "title": "Наш образец", "form_key": uuid4()})

    template = Roadmap.unscoped.get()
    assert answer.url == reverse("template_edit", args=[template.pk])
    assert "Наш образец" in client.get(reverse("roadmap_new")).content.decode()


def test_the_creation_is_in_the_log(client_of, programme):
    client = client_of()
    client.post(reverse("roadmap_new_check", args=["empty"]), check_form(client, "empty", programme=programme.pk))

    roadmap = Roadmap.unscoped.get()
    assert AuditEvent.unscoped.filter(object_type="roadmap.roadmap", object_id=roadmap.pk).count() == 1


def test_a_copy_of_another_schools_roadmap_does_not_exist(client_of, programme, other_roadmap):
    client = client_of()

    assert client.get(reverse("roadmap_new_check", args=[f"copy-{other_roadmap.pk}"])).status_code == 404
    assert client.post(reverse("roadmap_delete", args=[other_roadmap.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPUTY, Role.CLASS_TEACHER, Role.MENTOR])
def test_only_the_coordinator_creates(client_of, programme, role):
    assert client_of(role).get(reverse("roadmap_new_check", args=["r145"])).status_code == 403


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_choices_asks_the_same_number_of_questions(
    client_of, programme, count, django_assert_max_num_queries
):
    RoadmapFactory.create_batch(count, programme=programme)
    client = client_of()
    client.get(reverse("roadmap_new"))

    with django_assert_max_num_queries(8):
        client.get(reverse("roadmap_new"))
