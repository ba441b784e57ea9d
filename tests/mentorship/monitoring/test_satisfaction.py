"""Who is satisfied, by which rule, of how many."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.monitoring.models import MonitoringSettings
from mentorship.monitoring.satisfaction import by_form, stretched, summary
from mentorship.monitoring.satisfaction_report import parts
from mentorship.programmes.roles import Role
from surveys.models import Submission
from tests.factories import InvitationFactory, MenteeFactory
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope):
    pass


def test_the_mark_for_the_whole_decides_and_every_number_is_counted(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for mark in (10, 7, 6):
        answer(campaign, overall=mark, joint=1)
    InvitationFactory(campaign=campaign)

    found = summary(programme, DAY)

    assert (found["mentee"].satisfied, found["mentee"].answered, found["mentee"].invited) == (2, 3, 4)
    assert (found["mentee"].percent, found["mentee"].response) == (66.7, 75.0)
    assert found["mentor"].percent is None


def test_the_rule_is_the_schools(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    answer(campaign, overall=8, joint=4, again=False)
    rules = MonitoringSettings.objects.create(school=programme.school, satisfied_from=9)
    assert summary(programme, DAY)["mentee"].satisfied == 0

    rules.satisfied_from, rules.satisfied_by = 6, "mean"
    rules.save()
    assert summary(programme, DAY)["mentee"].satisfied == 1

    rules.satisfied_by = "yes_no"
    rules.save()
    assert summary(programme, DAY)["mentee"].satisfied == 0


def test_the_response_is_of_those_who_were_asked_one_by_one(programme):
    named = campaign_of(programme, "satisfaction-mentee:adult")
    answer(named, overall=8)
    InvitationFactory(campaign=named)
    board = campaign_of(programme, "satisfaction-mentee:adult", is_anonymous=True)
    for _number in range(5):
        Submission.objects.create(
            school=board.school, campaign=board, key=uuid4(), answers={"overall": {"scale": 9}}, submitted_on=DAY
        )

    found = summary(programme, DAY)["mentee"]

    assert (found.answered, found.invited, found.came, found.response) == (6, 2, 1, 50.0)


def test_who_came_by_the_code_is_not_in_the_response_and_the_table_says_so(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    answer(campaign, overall=8)
    InvitationFactory(campaign=campaign)
    assert len(parts(programme, DAY)[0].table.notes) == 1
    for _number in range(5):
        Submission.objects.create(
            school=campaign.school, campaign=campaign, key=uuid4(), answers={"overall": {"scale": 9}}, submitted_on=DAY
        )

    found = summary(programme, DAY)["mentee"]

    assert (found.answered, found.invited, found.came, found.response) == (6, 2, 1, 50.0)
    assert len(parts(programme, DAY)[0].table.notes) == 2


def test_a_short_scale_is_stretched(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:child")
    answer(campaign, overall=4)
    answer(campaign, overall=3)

    assert summary(programme, DAY)["mentee"].satisfied == 1
    assert (stretched(1, (1, 5)), stretched(5, (1, 5)), stretched(2, (0, 2))) == (1, 10, 10)


def test_a_person_is_counted_once_by_the_last_answer(programme):
    who = MenteeFactory(programme=programme).person.public_id
    answer(campaign_of(programme, "satisfaction-mentee:adult"), who, overall=2)
    answer(campaign_of(programme, "after-pupil-pupil-mentee:adult"), who, day=date(2022, 5, 25), joint=9)

    assert summary(programme, DAY)["mentee"].answered == 1
    assert summary(programme, DAY)["mentee"].satisfied == 1
    assert summary(programme, date(2022, 5, 21))["mentee"].satisfied == 0
    assert by_form(programme, DAY)["Ученик – ученик", "mentee"].answered == 1


def test_a_schools_own_questionnaire_is_of_the_side_that_it_asked(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    campaign.survey_version.survey.code = ""
    campaign.survey_version.survey.save()
    answer(campaign, MenteeFactory(programme=programme).person.public_id, overall=9)

    assert summary(programme, DAY)["mentee"].satisfied == 1


def test_answers_without_names_count_each(programme):
    campaign = campaign_of(programme, "satisfaction-mentor:adult", is_anonymous=True)
    for mark in (9, 9, 2):
        answer(campaign, overall=mark)

    assert summary(programme, DAY)["mentor"].answered == 3


def test_the_number_of_queries_does_not_grow_with_answers(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            summary(programme, DAY)
        return len(queries)

    answer(campaign, overall=9)
    few = cost()
    for _number in range(20):
        answer(campaign, overall=9)

    assert cost() == few <= 6


def test_the_page_and_its_files_say_the_same(programme, client_of, on_day):
    on_day(2022, 5, 31)
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for mark in (10, 9, 8, 7, 2, 1):
        answer(campaign, overall=mark)
    client = client_of()

    page = client.get("/monitoring/satisfaction/").content.decode()
    book = load_workbook(BytesIO(client.get("/monitoring/satisfaction/satisfaction.xlsx").content))
    values = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    reader = PdfReader(BytesIO(client.get("/monitoring/satisfaction/satisfaction.pdf").content))
    paper = " ".join(page.extract_text() for page in reader.pages)

    for words in ("66,7\xa0%", "100\xa0%"):
        assert words in page
        assert words in values
        assert words.replace("\xa0", " ") in paper.replace("\xa0", " ")


def test_of_fewer_than_five_answers_nothing_is_shown(programme, client_of, on_day):
    on_day(2022, 5, 31)
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for mark in (10, 9, 1):
        answer(campaign, overall=mark)

    assert "66,7" not in client_of().get("/monitoring/satisfaction/").content.decode()


@pytest.mark.parametrize("role", [Role.CLASS_TEACHER, Role.MENTOR, Role.WORKING_GROUP])
def test_who_does_not_come_in(client_of, member, role, programme):
    client = client_of(member(role))

    for address in ("/monitoring/satisfaction/", "/monitoring/satisfaction/satisfaction.pdf", "/monitoring/impact/"):
        assert client.get(address).status_code == 403


def test_a_hidden_form_cannot_be_counted_from_the_whole(programme):
    """Eight of ten in all and eight of eight in one form would say that both of the hidden form are not satisfied."""
    for name, marks in (("pupil-pupil", [9] * 8), ("teacher-pupil", [1, 1])):
        campaign = campaign_of(programme, f"after-{name}-mentee:adult")
        for mark in marks:
            answer(campaign, joint=mark)

    lines = parts(programme, DAY)[1].table.rows

    assert len(lines) == 2
    assert all(row[1] == row[4] == "—" for row in lines)
