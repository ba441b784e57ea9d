"""The director's page: numbers with their lists, months that were kept, and the same on paper and in a workbook."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.dashboard.work import kept
from mentorship.monitoring.figures import snapshot_json
from mentorship.monitoring.models import Snapshot
from roadmap.models import Activity
from surveys import marks
from surveys.models import Submission
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    CampaignFactory,
    InvitationFactory,
    MenteeFactory,
    PairingFactory,
    PartyFactory,
    ProgrammeFactory,
    StageFactory,
)
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 3, 14)
Status = Activity.Status


@pytest.fixture(autouse=True)
def march(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def work(school_scope, roadmap):
    """Two stages: one done and one late activity of Lebedeva, one of the working group that is still ahead."""
    lebedeva = PartyFactory(school=school_scope, role_text="Заместитель директора", name="Лебедева О. Н.")
    group = PartyFactory(school=school_scope, kind="group", role_text="рабочая группа", name="")
    first, second = StageFactory(roadmap=roadmap, title="Подготовка"), StageFactory(roadmap=roadmap, title="Отбор")
    february = {"first_on": date(2022, 2, 1), "last_on": date(2022, 2, 28)}
    done = ActivityFactory(stage=first, status=Status.DONE, done_on=date(2022, 2, 10), **february)
    late = ActivityFactory(stage=first, title="Опросить наставников", **february)
    ahead = ActivityFactory(stage=second)
    for activity, party in ((done, lebedeva), (late, lebedeva), (ahead, group), (ahead, lebedeva)):
        AssignmentFactory(activity=activity, party=party)
    return roadmap


def words(answer):
    return " ".join(answer.content.decode().split())


def keep(programme, day):
    return Snapshot.objects.create(
        school=programme.school, programme=programme, day=day, figures=snapshot_json(programme, day)
    )


def values(answer):
    return {one.title: one.value for one in answer.context["numbers"]}


def test_a_director_begins_with_the_dashboard(client_of):
    assert client_of("director").get("/").url == "/dashboard/"


def test_a_director_who_is_the_coordinator_too_begins_with_the_day(client_of, member):
    client = client_of("director")
    member("coordinator", user=client.membership.user)

    assert client.get("/").url == "/today/"


def test_the_page_opens_without_a_programme_and_without_a_roadmap(client_of, school):
    director = client_of("director")
    assert director.get("/dashboard/").status_code == 200

    ProgrammeFactory(school=school)
    answer = director.get("/dashboard/")

    assert answer.status_code == 200
    assert "Дорожной карты ещё нет" in words(answer)
    assert values(answer)["Просрочено"] == "—"


def test_numbers_are_links_to_the_lists_they_are_counted_from(client_of, work):
    MenteeFactory(programme=work.programme)
    PairingFactory(programme=work.programme, mentees=[MenteeFactory(programme=work.programme)])
    director = client_of("director")

    answer = director.get("/dashboard/")
    numbers = {one.title: one for one in answer.context["numbers"]}

    assert (numbers["Выполнено мероприятий"].value, numbers["Выполнено мероприятий"].rest) == ("1", "из 3")
    assert numbers["Просрочено"].value == "1"
    assert numbers["Пары и группы"].value == "1"
    late = director.get(numbers["Просрочено"].url)
    assert late.context["page_obj"].paginator.count == 1
    done = director.get(numbers["Выполнено мероприятий"].url)
    assert done.context["page_obj"].paginator.count == 1
    assert director.get(numbers["Пары и группы"].url).context["page_obj"].paginator.count == 1
    alone = director.get(numbers["Пары и группы"].rest_url)
    assert alone.status_code == 200


def test_answers_are_those_of_the_invited_as_the_list_of_campaigns_says(client_of, work):
    campaign = CampaignFactory(programme=work.programme, opens_on=date(2022, 3, 1))
    tickets = [InvitationFactory(campaign=campaign) for _ in range(3)]
    marks.mark_answered(campaign, tickets[0].number)
    board = CampaignFactory(programme=work.programme, opens_on=date(2022, 3, 1), is_anonymous=True)
    for key in (uuid4(), uuid4(), uuid4(), uuid4()):
        Submission.objects.create(school=work.school, campaign=board, key=key, submitted_on=DAY)

    numbers = {one.title: one for one in client_of("director").get("/dashboard/").context["numbers"]}

    assert (numbers["Заполнено анкет"].value, numbers["Заполнено анкет"].rest) == ("1", "из 3")


def test_the_share_of_the_satisfied_is_told_from_five_answers_on(client_of, work):
    campaign = campaign_of(work.programme, "satisfaction-mentee:adult")
    for mark in (9, 9, 9, 2):
        answer(campaign, day=DAY, overall=mark)
    director = client_of("director")
    assert values(director.get("/dashboard/"))["Довольны"] == "—"

    answer(campaign, day=DAY, overall=9)

    with CaptureQueriesContext(connection) as asked:
        page = director.get("/dashboard/")
    assert values(page)["Довольны"] == "80\xa0%"
    assert len(asked) <= 15


def test_stages_overdue_and_load_say_who(client_of, work):
    page = client_of("director").get("/dashboard/")
    summary = page.context["summary"]

    assert [(one.done, one.total, one.late) for one in summary.work.stages] == [(1, 2, 1), (0, 1, 0)]
    assert summary.work.stages[0].last_on == date(2022, 2, 28)
    assert summary.work.stages[1].people == "рабочая группа, Лебедева О. Н."
    assert [(one.title, one.days, one.people) for one in summary.work.overdue] == [
        ("Опросить наставников", 14, "Лебедева О. Н.")
    ]
    assert [(one.title, one.open, one.late) for one in summary.work.load] == [
        ("Лебедева О. Н.", 2, 1),
        ("рабочая группа", 1, 0),
    ]


def test_a_load_is_a_link_to_the_list_it_is_counted_from(client_of, work):
    director = client_of("director")
    one = director.get("/dashboard/").context["summary"].work.load[0]

    rows = director.get(f"/roadmap/?view=list&status=open&responsible={one.pk}")

    assert rows.context["page_obj"].paginator.count == one.open == 2


def test_the_month_before_is_said_beside_the_number(client_of, work):
    keep(work.programme, date(2022, 2, 27))
    Activity.objects.filter(title="Опросить наставников").update(status=Status.DONE, done_on=DAY)

    answer = client_of("director").get("/dashboard/")
    numbers = {one.title: one for one in answer.context["numbers"]}

    assert numbers["Выполнено мероприятий"].value == "2"
    assert numbers["Выполнено мероприятий"].was == "было 1 на 27 февраля"


def test_a_past_month_shows_what_was_kept_of_it(client_of, work):
    keep(work.programme, date(2022, 2, 20))
    keep(work.programme, date(2022, 2, 27))
    Activity.objects.filter(title="Опросить наставников").update(status=Status.DONE, done_on=DAY, title="Иначе")

    answer = client_of("director").get("/dashboard/?month=2022-02")

    assert answer.context["summary"].day == date(2022, 2, 27)
    assert values(answer)["Выполнено мероприятий"] == "1"
    assert [(one.done, one.total) for one in answer.context["summary"].work.stages] == [(1, 2), (0, 1)]
    assert not any(one.url or one.rest_url for one in answer.context["numbers"])
    assert "advice" not in answer.context


def test_a_month_that_was_not_kept_says_so(client_of, work):
    director = client_of("director")

    answer = director.get("/dashboard/?month=2022-01")

    assert answer.status_code == 200
    assert "numbers" not in answer.context
    assert "не сохран" in words(answer)
    assert director.get("/dashboard/print/?month=2022-01").status_code == 404


@pytest.mark.parametrize("month", ["2030-01", "2022-13", "март", "2022-03", "2021-11"])
def test_a_month_that_is_not_of_the_programme_is_today(month, client_of, work):
    assert client_of("director").get(f"/dashboard/?month={month}").context["summary"].period.is_now


def test_the_page_the_paper_and_the_workbook_show_the_same_numbers(client_of, work):
    keep(work.programme, date(2022, 1, 31))
    MenteeFactory(programme=work.programme)
    director = client_of("director")

    page = words(director.get("/dashboard/"))
    printed = director.get("/dashboard/print/")
    paper = "".join(one.extract_text() for one in PdfReader(BytesIO(printed.content)).pages).replace("\xa0", " ")
    paper = " ".join(paper.split())
    book = load_workbook(BytesIO(director.get("/dashboard.xlsx").content))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}

    summary = director.get("/dashboard/").context["summary"]
    for one in summary.numbers:
        for text in filter(None, (one.title, one.value, one.rest, one.was)):
            assert text in page
            assert text in paper
            assert text in cells
    for one in summary.work.stages:
        assert one.title in page
        assert one.title in paper
        assert one.title in cells
    assert printed["Content-Disposition"].startswith("inline")


def test_a_deputy_is_not_led_to_pages_that_are_closed(client_of, work):
    MenteeFactory(programme=work.programme)
    deputy = client_of("deputy")

    answer = deputy.get("/dashboard/")

    assert "/support/" not in words(answer)
    for one in answer.context["advice"]:
        assert deputy.get(one.url).status_code == 200


def test_what_to_do_now_leads_to_pages_that_open(client_of, work):
    director = client_of("director")

    advice = director.get("/dashboard/").context["advice"]

    assert "Опросить наставников" in advice[0].text
    assert advice[0].look == "late"
    assert len(advice) > 1
    for one in advice:
        assert director.get(one.url, follow=True).status_code == 200


def test_the_own_part_stands_on_top(client_of, work):
    director = client_of("director")
    party = PartyFactory(school=work.school, name="Директор", membership=director.membership)
    AssignmentFactory(activity=Activity.objects.get(title="Опросить наставников"), party=party)

    assert director.get("/dashboard/").context["mine"] == 1
    assert "Мои: 1" in words(director.get("/dashboard/"))


@pytest.mark.parametrize("role", ["class_teacher", "psychologist", "working_group", "mentor", "mentee"])
@pytest.mark.parametrize("path", ["/dashboard/", "/dashboard/print/", "/dashboard.xlsx"])
def test_the_dashboard_is_closed_to_others(role, path, client_of, work):
    assert client_of(role).get(path).status_code == 403


def test_nothing_of_another_school_is_counted(client_of, work, other_roadmap):
    ActivityFactory(stage=StageFactory(roadmap=other_roadmap), last_on=date(2022, 2, 1), first_on=date(2022, 2, 1))

    assert values(client_of("director").get("/dashboard/"))["Просрочено"] == "1"


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_at_most_fifteen_questions(count, client_of, work, django_assert_max_num_queries):
    for month in (1, 2):
        keep(work.programme, date(2022, month, 28))
    for _n in range(count):
        stage = StageFactory(roadmap=work)
        late = ActivityFactory(stage=stage, first_on=date(2022, 2, 1), last_on=date(2022, 2, 28))
        AssignmentFactory(activity=late, party=PartyFactory(school=work.school))
        PairingFactory(programme=work.programme, mentees=[MenteeFactory(programme=work.programme)])
    director = client_of("director")

    with django_assert_max_num_queries(15):
        director.get("/dashboard/")


def test_what_is_kept_beside_a_snapshot_comes_back(work):
    assert len(kept(work.programme, DAY)["stages"]) == 2
    assert kept(ProgrammeFactory(school=work.school), DAY) == {}
