from datetime import date

import pytest

from mentorship.common.table import Heading
from mentorship.programmes.models import Programme
from roadmap import reports
from roadmap.models import Activity, Party
from roadmap.outline import PartyKind
from roadmap.services.creation import create_roadmap
from tests.factories import GroupFactory, MembershipFactory, ProgrammeFactory, UserFactory
from tests.roadmap.samples import sample_outline

TODAY = date(2022, 3, 14)


@pytest.fixture
def living(programme, school_scope):
    """The sample roadmap, living."""
    return create_roadmap(programme=programme, outline=sample_outline(), by=UserFactory())


def titles(report):
    return [row[1] for row in report.table.rows if not isinstance(row, Heading)]


def test_a_month_plan_holds_what_meets_the_month(living):
    report = reports.month_report(living, month=date(2022, 3, 1), today=TODAY)

    assert report.table.title == "План работы на март 2022\u00a0г."
    assert titles(report) == [
        "Сбор данных о наставниках",
        "Отбор наставников и обучение для работы с наставляемыми",
        "Закрепление наставнических пар и групп",
    ]
    assert report.table.rows[0] == Heading("3. Формирование базы наставников")


@pytest.mark.parametrize(
    ("month", "count"),
    [((2021, 12), 3), ((2022, 1), 5), ((2022, 2), 4), ((2022, 4), 5), ((2022, 5), 4), ((2022, 6), 0)],
)
def test_every_month_has_its_activities(living, month, count):
    assert reports.month_report(living, month=date(*month, 1), today=TODAY).table.count == count


def test_a_done_activity_is_marked_with_its_day_and_a_needless_one_is_left_out(living):
    first, second = Activity.objects.of(living)[5:7]
    Activity.objects.filter(pk=first.pk).update(status="done", done_on=date(2022, 3, 10))
    Activity.objects.filter(pk=second.pk).update(status="skip")

    report = reports.month_report(living, month=date(2022, 3, 1), today=TODAY)

    assert [row[-1] for row in report.table.rows if not isinstance(row, Heading)] == ["Выполнено 10.03.2022", ""]


def test_an_activity_without_dates_is_named_beside_the_plan(living):
    activity = Activity.objects.of(living)[0]
    Activity.objects.filter(pk=activity.pk).update(term_text="по плану", first_on=None, last_on=None)

    report = reports.month_report(living, month=date(2022, 3, 1), today=TODAY)

    assert report.undated == [activity]
    assert activity.title not in titles(report)


def test_the_plan_of_a_party_holds_what_it_answers_for(living):
    party = Party.objects.get(name="Соколова М. И.")

    report = reports.person_report(living, party=party, today=TODAY)

    assert report.table.title == "План работы на 2021–2022\u00a0гг.: Соколова М. И., директор школы"
    assert titles(report) == ["Изучение нормативных документов", "Подготовка нормативной базы"]


def test_the_plan_of_a_person_holds_the_tasks_of_the_persons_groups(living, school):
    membership = MembershipFactory(school=school, role="director")
    group = GroupFactory(school=school)
    group.members.add(membership, through_defaults={"school": school})
    Party.objects.filter(role_text="Рабочая группа").update(group=group)
    Party.objects.filter(name="Соколова М. И.").update(membership=membership)

    report = reports.person_report(living, party=Party.objects.get(name="Соколова М. И."), today=TODAY)

    assert titles(report) == [
        "Изучение нормативных документов",
        "Подготовка нормативной базы",
        "Выбор форм наставничества исходя из потребностей школы",
    ]


def test_a_group_has_a_plan_of_a_month(living):
    party = Party.objects.get(kind=PartyKind.GROUP, role_text="Классные руководители")

    report = reports.person_report(living, party=party, month=date(2022, 2, 1), today=TODAY)

    assert report.table.title == "План работы на февраль 2022\u00a0г.: Классные руководители"
    assert report.table.count == 3


def test_months_of_a_programme_cross_the_year(db):
    programme = Programme(starts_on=date(2021, 11, 15), ends_on=date(2022, 2, 1))

    months = reports.months_of(programme)

    assert months == [date(2021, 11, 1), date(2021, 12, 1), date(2022, 1, 1), date(2022, 2, 1)]
    assert [reports.last_day(month).day for month in months] == [30, 31, 31, 28]


@pytest.mark.parametrize("copies", [1, 5])
def test_a_plan_takes_the_same_queries_at_any_size(copies, school_scope, school, django_assert_num_queries):
    outline = sample_outline()
    for stage in outline.stages:
        stage.activities *= copies
    roadmap = create_roadmap(programme=ProgrammeFactory(school=school), outline=outline, by=UserFactory())

    with django_assert_num_queries(4):
        reports.month_report(roadmap, month=date(2022, 3, 1), today=TODAY)


def test_the_order_stands_on_the_text_that_it_put_in_force(living):
    living.state, living.order_number, living.order_date = "approved", "15", date(2021, 12, 13)

    approved = reports.roadmap_report(living).stamps[0].basis
    living.state = "draft"

    assert approved == "Приказ от 13.12.2021 №\u00a015"
    assert reports.roadmap_report(living).stamps[0].basis == "Приказ от «___»\u00a0_________ 20__\u00a0г. №\u00a0____"
