"""SWOT by the answers and by hand; nine criteria with their levels."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from openpyxl import load_workbook

from mentorship.monitoring.models import CoordinatorForm, MonitoringSettings, SwotEntry
from mentorship.monitoring.quality import criteria, level_of, moved, phrases, proposals, sheet_of, total_of
from mentorship.monitoring.quality_report import history_of
from mentorship.monitoring.services import quality as acts
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.roles import Role
from surveys.builtin import builtins
from tests.factories import (
    MenteeFactory,
    PairingFactory,
    ProgrammeFactory,
)
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


def said(programme, yes, no, name="after-pupil-pupil-mentee:adult", **more):
    campaign = campaign_of(programme, name)
    for _number in range(yes):
        answer(campaign, marks=True, **more)
    for _number in range(no):
        answer(campaign, marks=False, **more)
    return campaign


@pytest.mark.parametrize(
    ("total", "code"), [(18, "optimal"), (15, "optimal"), (14, "allowed"), (9, "allowed"), (8, "low"), (0, "low")]
)
def test_the_levels_of_the_form(total, code):
    assert level_of(total)[0] == code


def test_nine_criteria_make_a_sum_and_eight_make_none():
    keys = [one.key for one in criteria()]

    assert len(keys) == 9
    assert total_of(dict.fromkeys(keys, 2)) == 18
    assert total_of(dict.fromkeys(keys[1:], 2)) is None
    assert level_of(None) is None


def test_every_phrase_speaks_of_a_question_that_is_asked():
    asked = {question.linked or question.key for one in builtins() for question in one.content.questions}

    assert {key for group in ("pupils", "teachers") for key in phrases()[group]} <= asked


@pytest.mark.parametrize(
    ("yes", "no", "found"), [(3, 2, [("strength", 60)]), (2, 3, [("weakness", 40)]), (5, 5, []), (4, 0, [])]
)
def test_a_share_proposes_a_strength_a_weakness_or_nothing(programme, yes, no, found):
    said(programme, yes, no)

    assert [(one.quadrant, one.percent) for one in proposals(programme, DAY)] == found


def test_thresholds_are_the_schools(programme):
    said(programme, 3, 2)
    MonitoringSettings.objects.create(school=programme.school, strength_from=70)

    assert proposals(programme, DAY) == []


def test_teachers_have_a_table_of_their_own(programme):
    campaign = campaign_of(programme, "after-teacher-teacher-mentee:adult")
    for _number in range(5):
        answer(campaign, stay=True)

    assert [(one.group, one.question) for one in proposals(programme, DAY)] == [("teachers", "stay")]


def test_a_questionnaire_of_all_forms_speaks_for_the_table_of_the_own_pair(programme, school):
    form = MentoringForm.objects.create(school=school, title="Учитель – учитель")
    colleagues = MenteeFactory.create_batch(5, programme=programme)
    for one in colleagues:
        PairingFactory(programme=programme, mentees=[one], form=form)
    pupils = MenteeFactory.create_batch(6, programme=programme)
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for one in colleagues:
        answer(campaign, one.person.public_id, again=True)
    for one in pupils:
        answer(campaign, one.person.public_id, again=False)

    assert [(one.group, one.quadrant, one.answered) for one in proposals(programme, DAY)] == [
        ("pupils", "weakness", 6),
        ("teachers", "strength", 5),
    ]


def test_a_sheet_without_a_name_of_all_forms_speaks_for_pupils_only_where_no_teacher_is_in_a_pair(programme, school):
    campaign = campaign_of(programme, "satisfaction-mentee:adult", is_anonymous=True)
    for _number in range(5):
        answer(campaign, again=True)
    assert [one.group for one in proposals(programme, DAY)] == ["pupils"]

    form = MentoringForm.objects.create(school=school, title="Учитель – учитель")
    PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)], form=form)

    assert proposals(programme, DAY) == []


def test_what_was_taken_or_thrown_away_is_not_proposed_again(programme):
    said(programme, 6, 0)
    (one,) = proposals(programme, DAY)
    row = acts.take(programme=programme, proposal=one, by=None)
    assert acts.take(programme=programme, proposal=one, by=None) == row
    assert proposals(programme, DAY) == []

    acts.take_out(row=row, by=None)

    assert proposals(programme, DAY) == []


def test_the_number_of_queries_does_not_grow_with_answers(programme):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            proposals(programme, DAY)
        return len(queries)

    campaign = said(programme, 3, 3)
    few = cost()
    for _number in range(20):
        answer(campaign, marks=True)

    assert cost() == few <= 4


def test_ticked_proposals_come_into_the_table(programme, client_of):
    said(programme, 6, 0)
    client = client_of()
    page = client.get("/monitoring/quality/").content.decode()
    assert "pupils:marks" in page
    assert 'href="/monitoring/indicators/rules/"' in page

    client.post("/monitoring/swot/take/", {"take": ["pupils:marks", "pupils:nothing"]})

    row = SwotEntry.objects.get()
    assert (row.quadrant, row.percent, row.answered, row.is_proposed) == ("strength", 100, 6, True)
    assert "100" in client.get("/monitoring/quality/").content.decode()


def test_shares_that_have_changed_are_shown_and_brought_up_to_date(programme, client_of):
    campaign = said(programme, 6, 0)
    (one,) = proposals(programme, DAY)
    row = acts.take(programme=programme, proposal=one, by=None)
    assert moved(programme, DAY) == []
    for _number in range(6):
        answer(campaign, marks=False)
    assert [(one.percent, one.answered, one.holds) for one in moved(programme, DAY)] == [(50, 12, False)]
    client = client_of()
    assert "swot/refresh/" in client.get("/monitoring/quality/").content.decode()

    client.post("/monitoring/swot/refresh/")

    row.refresh_from_db()
    assert (row.percent, row.answered, row.text) == (50, 12, one.text)
    assert moved(programme, DAY) == []


def test_a_phrase_is_written_once_changed_moved_taken_out_and_put_back(programme, client_of):
    client = client_of()
    address = "/monitoring/swot/pupils/threat/new/"
    client.post(address, {"text": "Нет кабинета"})
    assert client.post(address, {"text": "Нет кабинета"}).status_code == 422
    client.post(address, {"text": "Мало времени"})
    first, second = SwotEntry.objects.order_by("position")

    client.post(f"/monitoring/swot/{second.public_id}/up/")
    assert [one.text for one in SwotEntry.objects.order_by("position")] == ["Мало времени", "Нет кабинета"]

    body = {"text": "Нет места", "quadrant": "weakness", "group": "pupils", "version": first.version}
    client.post(f"/monitoring/swot/{first.public_id}/", body)
    assert client.post(f"/monitoring/swot/{first.public_id}/", body | {"text": "Иначе"}).status_code == 409

    client.post(f"/monitoring/swot/{first.public_id}/delete/")
    assert client.get(f"/monitoring/swot/{first.public_id}/").status_code == 404
    client.post(f"/monitoring/swot/{first.public_id}/restore/")
    first.refresh_from_db()
    assert (first.text, first.quadrant, first.deleted_at) == ("Нет места", "weakness", None)


def test_a_cell_that_does_not_exist_is_not_there(programme, client_of):
    assert client_of().get("/monitoring/swot/pupils/wish/new/").status_code == 404


def test_one_question_stands_once_in_a_table(programme, client_of):
    rows = [
        SwotEntry.objects.create(
            school=programme.school, programme=programme, group=group, quadrant="strength", text="Рады", question="glad"
        )
        for group in ("pupils", "teachers")
    ]
    body = {"text": "Рады", "quadrant": "strength", "group": "teachers", "version": rows[0].version}

    response = client_of().post(f"/monitoring/swot/{rows[0].public_id}/", body)

    assert response.status_code == 422
    assert SwotEntry.objects.filter(group="pupils").count() == 1


def nine(**marks):
    return {"day": "31.05.2022", "version": "1", **{one.key: "2" for one in criteria()}, **marks}


def test_the_form_is_saved_half_filled_and_finished_later(programme, client_of):
    client = client_of()
    body = nine()
    del body["aims"]
    assert client.post("/monitoring/nine/new/", body).status_code == 302
    row = CoordinatorForm.objects.get()
    assert total_of(row.marks) is None

    answered = client.post(f"/monitoring/nine/{row.public_id}/", nine(version=row.version, aims="1"))

    assert answered.status_code == 302
    row.refresh_from_db()
    assert total_of(row.marks) == 17
    assert "17" in client.get("/monitoring/quality/").content.decode()


def test_a_day_has_one_form_and_the_second_saver_is_told(programme, client_of):
    client = client_of()
    client.post("/monitoring/nine/new/", nine())
    response = client.post("/monitoring/nine/new/", nine(strong="Всё"))
    assert response.status_code == 422
    assert "Всё" in response.content.decode()

    row = CoordinatorForm.objects.get()
    client.post(f"/monitoring/nine/{row.public_id}/", nine(version=row.version, strong="Мои слова"))
    late = client.post(f"/monitoring/nine/{row.public_id}/", nine(version=row.version, strong="Поздние слова"))
    assert late.status_code == 409
    assert "Поздние слова" in late.content.decode()


def test_a_mark_of_three_and_a_day_to_come_are_refused(programme, client_of):
    client = client_of()

    assert client.post("/monitoring/nine/new/", nine(aims="3")).status_code == 422
    assert client.post("/monitoring/nine/new/", nine(day="30.06.2022")).status_code == 422
    assert not CoordinatorForm.objects.exists()


def test_a_form_is_thrown_away_and_put_back_while_the_day_is_free(programme, client_of):
    client = client_of()
    client.post("/monitoring/nine/new/", nine())
    row = CoordinatorForm.objects.get()
    client.post(f"/monitoring/nine/{row.public_id}/delete/")
    client.post("/monitoring/nine/new/", nine())

    client.post(f"/monitoring/nine/{row.public_id}/restore/")

    assert CoordinatorForm.objects.filter(deleted_at=None).count() == 1


def test_a_filled_questionnaire_of_the_coordinator_begins_the_form(programme, client_of):
    campaign = campaign_of(programme, "coordinator:adult")
    sheet = answer(campaign, day=date(2022, 5, 20), aims=2, principles=1, climate=0)
    sheet.answers["strong"] = {"text": "Школа молодого наставника"}
    sheet.save()
    client = client_of()
    assert "nine/new/?sheet=1" in client.get("/monitoring/quality/").content.decode()

    form = client.get("/monitoring/nine/new/?sheet=1").context["form"]

    assert not CoordinatorForm.objects.exists()
    assert [form[key].initial for key in ("day", "aims", "climate", "modern")] == [date(2022, 5, 20), "2", "0", ""]
    assert form["strong"].initial == "Школа молодого наставника"
    client.post("/monitoring/nine/new/?sheet=1", nine(day="20.05.2022"))
    assert sheet_of(programme) is None


def test_the_sums_make_a_line_from_two_finished_forms_on(programme):
    full = {one.key: 2 for one in criteria()}
    CoordinatorForm.objects.create(school=programme.school, programme=programme, day=date(2022, 1, 10), marks=full)
    CoordinatorForm.objects.create(school=programme.school, programme=programme, day=date(2022, 2, 1), marks={})
    assert history_of(programme, DAY) is None

    CoordinatorForm.objects.create(
        school=programme.school, programme=programme, day=DAY, marks=full | {criteria()[0].key: 1}
    )

    assert history_of(programme, DAY).rows == [("10.01.22", [18]), ("31.05.22", [17])]


def test_the_page_costs_the_same_with_many_phrases_and_forms(programme, client_of):
    client = client_of()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/monitoring/quality/").status_code == 200
        return len(queries)

    def fill(first, last):
        for number in range(first, last):
            SwotEntry.objects.create(school=programme.school, programme=programme, quadrant="threat", text=f"{number}")
            CoordinatorForm.objects.create(school=programme.school, programme=programme, day=date(2022, 1, 1 + number))

    fill(0, 3)
    cost()
    few = cost()
    fill(3, 15)

    assert cost() == few


def test_a_school_without_a_programme_has_nothing_to_judge(school, client_of):
    client = client_of()

    assert client.get("/monitoring/quality/").status_code == 200
    for path in ("quality/quality.pdf", "swot/pupils/threat/new/", "nine/new/"):
        assert client.get(f"/monitoring/{path}").status_code == 404


def test_the_files_hold_the_table_and_the_form(programme, client_of):
    client = client_of()
    client.post("/monitoring/swot/pupils/threat/new/", {"text": "Нет кабинета"})
    client.post("/monitoring/nine/new/", nine())

    for extension, head in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")):
        assert client.get(f"/monitoring/quality/quality.{extension}").content.startswith(head)


def test_a_cell_of_several_phrases_is_as_high_as_its_lines_in_the_workbook(programme, client_of):
    for text in ("Нет кабинета", "Учебный план перегружен", "Нет денег"):
        SwotEntry.objects.create(school=programme.school, programme=programme, quadrant="threat", text=text)

    book = load_workbook(BytesIO(client_of().get("/monitoring/quality/quality.xlsx").content))

    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["C"] if "Нет денег" in str(cell.value))
    assert sheet.row_dimensions[row].height >= 4 * 15


def test_rows_of_another_school_are_not_there(programme, client_of, other_school):
    with scope(school=other_school):
        theirs = ProgrammeFactory(school=other_school)
        phrase = SwotEntry.objects.create(school=other_school, programme=theirs, quadrant="threat", text="Чужое")
        form = CoordinatorForm.objects.create(school=other_school, programme=theirs, day=DAY)
    client = client_of()

    for address in (f"/monitoring/swot/{phrase.public_id}/", f"/monitoring/nine/{form.public_id}/"):
        assert client.get(address).status_code == 404
        assert client.post(f"{address}delete/").status_code == 404


def test_others_read_and_only_the_coordinator_writes(client_of, member, programme):
    writer = client_of()
    writer.post("/monitoring/nine/new/", {"day": "31.05.2022", "strong": "Пары встречаются сами", "version": "1"})
    assert "Пары встречаются сами" not in writer.get("/monitoring/quality/").content.decode()
    for role in (Role.DIRECTOR, Role.DEPUTY, Role.PSYCHOLOGIST):
        client = client_of(member(role))
        assert "Пары встречаются сами" in client.get("/monitoring/quality/").content.decode()
        assert client.get("/monitoring/nine/new/").status_code == 403
        assert client.post("/monitoring/swot/take/").status_code == 403
    assert client_of(member(Role.CLASS_TEACHER)).get("/monitoring/quality/").status_code == 403
