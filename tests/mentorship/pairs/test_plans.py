"""Development plans: begun, agreed, approved, marked, done; pages, papers, who may."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.pairs.forms.plans import outline_of, sections_in
from mentorship.pairs.models import DevelopmentPlan, PlanItem, PlanTemplate
from mentorship.pairs.ready_plans import ready_plans, take
from mentorship.pairs.services import plans
from mentorship.people.models import Person
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PairingFactory, PersonFactory, PlanFactory

DAY = date(2022, 4, 6)


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 6)


@pytest.fixture
def pair(programme):
    def make(count=1, **fields):
        return PairingFactory(
            programme=programme, mentees=[MenteeFactory(programme=programme) for _n in range(count)], **fields
        )

    return make


@pytest.fixture
def plan(pair):
    def make(items=({"due_on": date(2022, 4, 20)},), **fields):
        return PlanFactory(pairing=pair(), items=items, **fields)

    return make


@pytest.fixture
def by(member):
    return member().user


def page_of(plan, tail=""):
    return f"/plans/{plan.public_id}/{tail}"


def fresh(plan):
    plan.refresh_from_db()
    return plan


@pytest.mark.parametrize("code", ready_plans())
def test_every_ready_template_becomes_a_plan(code, pair, by, school):
    row = pair()
    plan = plans.begin(
        pairing=row,
        mentee=row.mentees.get(),
        kind="plan",
        template=take(school, code),
        starts_on=DAY,
        ends_on=None,
        goal="Цель",
        by=by,
    )

    wanted = ready_plans()[code]["sections"]
    assert [one.title for one in plan.sections.all()] == [one["title"] for one in wanted]
    assert PlanItem.objects.filter(section__plan=plan).count() == sum(len(one["items"]) for one in wanted)
    assert all(item["planned"] for one in wanted for item in one["items"])


def test_a_template_is_taken_once_and_knows_its_form(school):
    form = MentoringForm.objects.create(school=school, title="Учитель – ученик")

    first, second = take(school, "teacher-pupil"), take(school, "teacher-pupil")

    assert first == second
    assert first.form == form


def test_begun_twice_it_is_one_plan(pair, by):
    row = pair()
    values = {"pairing": row, "mentee": row.mentees.get(), "kind": "plan", "template": None, "goal": "", "by": by}

    first = plans.begin(**values, starts_on=DAY, ends_on=None)

    assert plans.begin(**values, starts_on=DAY, ends_on=None) == first


def test_both_sides_agree_then_it_is_approved_and_done(plan, by):
    row = plan()

    plans.agree(plan=row, side=plans.MENTOR, by=by, day=DAY)
    assert fresh(row).state == "draft"
    plans.agree(plan=row, side=plans.MENTEE, by=by, day=DAY)
    plans.agree(plan=row, side=plans.MENTEE, by=by, day=DAY + timedelta(days=1))
    assert (fresh(row).state, row.agreed_by_mentee_on) == ("agreed", DAY)
    plans.approve(plan=row, version=row.version, day=DAY, by=by)
    plans.finish(plan=row, version=row.version, result="Зачёт сдан", day=DAY, by=by)

    assert (fresh(row).state, row.done_on, row.result) == ("done", DAY, "Зачёт сдан")
    with pytest.raises(RuleBroken):
        plans.agree(plan=row, side=plans.MENTOR, by=by, day=DAY)
    plans.take_up(plan=row, version=row.version, by=by)
    assert fresh(row).state == "approved"


def test_an_empty_plan_is_not_agreed_to_and_an_unagreed_one_is_not_approved(plan, by):
    with pytest.raises(RuleBroken):
        plans.agree(plan=plan(items=()), side=plans.MENTOR, by=by, day=DAY)
    row = plan()
    with pytest.raises(RuleBroken):
        plans.approve(plan=row, version=row.version, day=DAY, by=by)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"task": "Другое"}, "draft"),
        ({"due_on": DAY}, "draft"),
        ({"planned": "Иначе"}, "draft"),
        ({"actual": "Сделано", "mark": "5", "done_on": DAY}, "approved"),
    ],
)
def test_other_tasks_are_agreed_anew_and_results_are_not(plan, by, changes, state):
    row = plan(state="approved", agreed_by_mentor_on=DAY, agreed_by_mentee_on=DAY, approved_on=DAY)
    item = PlanItem.objects.get()

    plans.edit_item(item=item, version=item.version, changes=changes, by=by)

    assert fresh(row).state == state
    assert (row.agreed_by_mentor_on is None) == (state == "draft")


def test_two_who_change_a_line_lose_nothing(plan, by):
    plan()
    item = PlanItem.objects.get()
    plans.edit_item(item=item, version=1, changes={"actual": "Первый"}, by=by)

    with pytest.raises(EditConflict):
        plans.edit_item(item=PlanItem.objects.get(), version=1, changes={"actual": "Второй"}, by=by)


def test_lines_move_go_and_come_back(plan, by):
    plan(items=[{"task": name} for name in "абв"])
    section = PlanItem.objects.first().section

    def tasks():
        return "".join(PlanItem.objects.living().filter(section=section).values_list("task", flat=True))

    plans.move_item(item=PlanItem.objects.get(task="в"), up=True, by=by)
    assert tasks() == "авб"
    plans.move_item(item=PlanItem.objects.get(task="а"), up=True, by=by)
    plans.remove_item(item=PlanItem.objects.get(task="в"), by=by)
    assert tasks() == "аб"
    plans.put_item_back(item=PlanItem.objects.get(task="в"), by=by)
    assert tasks() == "авб"


def test_a_plan_thrown_away_comes_back_unless_another_stands_there(plan, by):
    row = plan()
    plans.throw_away(plan=row, by=by)
    plans.restore(plan=fresh(row), by=by)
    assert fresh(row).deleted_at is None

    plans.throw_away(plan=row, by=by)
    PlanFactory(pairing=row.pairing)
    with pytest.raises(RuleBroken):
        plans.restore(plan=fresh(row), by=by)


LINE = st.text(st.characters(categories=("L", "N"), include_characters=" ,."), min_size=1, max_size=40)
WORDS = LINE.map(str.strip).filter(bool)
TASK = st.fixed_dictionaries({"task": WORDS, "planned": st.one_of(st.just(""), WORDS)})


@given(st.lists(st.fixed_dictionaries({"title": WORDS, "items": st.lists(TASK, max_size=4)}), min_size=1, max_size=4))
def test_a_template_as_text_is_read_as_it_was(sections):
    assert sections_in(outline_of(sections)) == sections


@pytest.mark.parametrize("role", Role)
def test_who_comes_to_which_page(role, client_of, plan):
    row, client = plan(), client_of(role)
    item = PlanItem.objects.get()
    all_see = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.PSYCHOLOGIST}
    sees = dict.fromkeys([page_of(row), "/pairs/plans/", page_of(row, "plan.pdf")], all_see)
    edits = [page_of(row, "edit/"), page_of(row, "finish/"), page_of(row, "items/new/"), page_of(row, "sections/new/")]
    edits += [f"/plans/items/{item.public_id}/", "/pairs/templates/", "/pairs/templates/new/"]
    sees |= dict.fromkeys(edits, frozenset({Role.COORDINATOR}))
    sees |= {page_of(row, "return/"): {Role.COORDINATOR, Role.DIRECTOR}}

    came = {path for path in sees if client.get(path).status_code == 200}

    assert came == {path for path, roles in sees.items() if role in roles}


@pytest.fixture
def people_of(member, client_of, programme):
    """``people_of(plan)`` are clients of its mentor and its mentee."""

    def make(plan):
        clients = []
        for role, person in (
            (Role.MENTOR, plan.pairing.mentor.person),
            (Role.MENTEE, plan.mentee.person),
        ):
            membership = member(role)
            Person.objects.filter(pk=person.pk).update(user=membership.user)
            clients.append(client_of(membership))
        return clients

    return make


def test_the_mentor_writes_the_own_plan_and_both_agree(plan, people_of):
    row, other = plan(), plan()
    mentor, mentee = people_of(row)
    assert mentor.get(page_of(row, "edit/")).status_code == 200
    assert mentor.get(page_of(other)).status_code == mentee.get(page_of(other)).status_code == 404
    assert mentee.get(page_of(row, "edit/")).status_code == 403

    assert mentor.post(page_of(row, "agree/"), {"side": "mentee"}).status_code == 404
    assert mentee.post(page_of(row, "agree/"), {"side": "mentor"}).status_code == 404
    mentor.post(page_of(row, "agree/"), {"side": "mentor"})
    mentee.post(page_of(row, "agree/"), {"side": "mentee"})

    assert fresh(row).state == "agreed"


def test_a_mentee_of_a_group_does_not_see_the_plan_of_another(pair, member, client_of):
    group = pair(count=2)
    mine, theirs = (PlanFactory(pairing=group, mentee=one) for one in group.mentees.all())
    membership = member(Role.MENTEE)
    Person.objects.filter(pk=mine.mentee.person_id).update(user=membership.user)
    client = client_of(membership)

    assert client.get(page_of(mine)).status_code == 200
    assert client.get(page_of(theirs)).status_code == 404
    assert client.get(f"/pairs/{group.public_id}/plan/").url == page_of(mine)


def test_a_plan_is_begun_on_the_page_of_the_pair(pair, client_of):
    row, client = pair(), client_of()
    address = f"/pairs/{row.public_id}/plan/"
    form = client.get(address).context["form"]
    body = {"mentee": str(row.mentees.get().public_id), "template": "any-pupil", "starts_on": "06.04.2022"}

    wrong = client.post(address, body | {"ends_on": "01.01.2022", "goal": "Моя цель"})
    assert wrong.status_code == 422
    assert "Моя цель" in wrong.content.decode()
    response = client.post(address, body | {"ends_on": "31.05.2022"})

    made = DevelopmentPlan.objects.get()
    assert response.url == page_of(made)
    assert made.goal.startswith("Прийти к цели")
    assert "" in dict(form.fields["template"].choices)
    assert client.get(address).url == page_of(made)


def test_programmes_are_offered_to_pairs_of_teachers_only(pair, programme, client_of):
    teachers = PairingFactory(
        programme=programme,
        mentor=MentorFactory(programme=programme, person=PersonFactory(school=programme.school, kind="teacher")),
        mentees=[MenteeFactory(programme=programme, person=PersonFactory(school=programme.school, kind="teacher"))],
    )
    client = client_of()

    def offered(row):
        return dict(client.get(f"/pairs/{row.public_id}/plan/").context["form"].fields["template"].choices)

    assert "teacher-programme" in offered(teachers)
    assert "teacher-programme" not in offered(pair())


def test_done_today_is_one_press_and_back_another(plan, client_of):
    plan()
    client, item = client_of(), PlanItem.objects.get()
    address = f"/plans/items/{item.public_id}/done/"

    client.post(address)
    assert PlanItem.objects.get().done_on == DAY
    client.post(address)
    assert PlanItem.objects.get().done_on is None


def test_a_mark_is_of_the_scale_and_a_day_to_come_is_refused(plan, client_of):
    row = plan(mark_scale="five")
    client, item = client_of(), PlanItem.objects.get()
    body = {"version": item.version, "task": item.task, "due_on": "20.04.2022", "planned": "", "actual": "Разобрали"}

    wrong = client.post(f"/plans/items/{item.public_id}/", body | {"mark": "6", "done_on": "07.04.2022"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"mark", "done_on"}
    client.post(f"/plans/items/{item.public_id}/", body | {"mark": "5", "done_on": "06.04.2022"})

    item.refresh_from_db()
    assert (item.mark, item.done_on, fresh(row).state) == ("5", DAY, "draft")


@pytest.mark.parametrize("kind", ["plan", "programme"])
def test_the_papers_say_what_the_page_says(kind, plan, client_of):
    row = plan(
        kind=kind,
        items=[
            {"task": "Разобрать дроби", "planned": "Контрольная на 4", "due_on": date(2022, 5, 1), "mark": "хорошо"}
        ],
        texts={"relevance": "Потому что нужно"},
    )
    client = client_of()

    pdf = PdfReader(io.BytesIO(client.get(page_of(row, "plan.pdf")).content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    document = Document(io.BytesIO(client.get(page_of(row, "plan.docx")).content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]

    for words in ("Разобрать дроби", "Контрольная на 4", "01.05.2022", "хорошо"):
        assert words in text.replace("\u00a0", " ")
        assert words in cells
    assert pdf.pages[-1].mediabox.width > pdf.pages[-1].mediabox.height
    assert ("УТВЕРЖДАЮ" in text) == ("Потому что нужно" in text) == (kind == "programme")


def test_the_list_finds_overdue_plans_and_costs_the_same_for_many(plan, client_of):
    late = plan(items=[{"due_on": date(2022, 4, 1)}])
    plan()
    client = client_of()
    assert [one.pk for one in client.get("/pairs/plans/?late=on").context["page_obj"]] == [late.pk]
    assert [one.total for one in client.get("/pairs/plans/").context["page_obj"]] == [1, 1]
    with CaptureQueriesContext(connection) as few:
        client.get("/pairs/plans/")
    for _number in range(6):
        plan()
    with CaptureQueriesContext(connection) as many:
        client.get("/pairs/plans/")

    assert len(few) == len(many) <= 12


def test_a_template_of_the_school_is_written_changed_and_thrown_away(client_of, school):
    client = client_of()
    body = {"version": 1, "title": "Наш план", "kind": "plan", "mark_scale": "words", "form": ""}

    assert client.post("/pairs/templates/new/", body | {"outline": " "}).status_code == 422
    client.post("/pairs/templates/new/", body | {"outline": "Раздел\n- Задание | Результат"})
    row = PlanTemplate.objects.get()
    assert row.sections == [{"title": "Раздел", "items": [{"task": "Задание", "planned": "Результат"}]}]
    address = f"/pairs/templates/{row.public_id}/"
    client.post(address, body | {"outline": "Раздел\n- Другое"})
    row.refresh_from_db()
    assert row.sections[0]["items"] == [{"task": "Другое", "planned": ""}]
    client.post(f"{address}delete/")
    assert client.get(address).status_code == 404
    client.post(f"{address}restore/")
    assert client.get(address).status_code == 200
