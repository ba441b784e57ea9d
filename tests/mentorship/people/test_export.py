"""A register as a file: what is in it, who is not, who took it."""

from datetime import date
from io import BytesIO

import pytest
from django_scopes import scope
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.people.models import (
    Consent,
    ConsentKind,
    ExportLayout,
    MenteeTag,
    PersonKind,
    PersonView,
    Representative,
)
from mentorship.people.services import exporting
from mentorship.people.tables import COLUMNS, official_columns
from mentorship.programmes.models import AuditEvent, MembershipClass, MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PersonFactory, SchoolClassFactory, TagFactory

MENTEES, MENTORS = "/people/export/?register=mentees", "/people/export/?register=mentors"
MAY_ALL = [Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY]
MAY_NOT = [role for role in Role if role not in (*MAY_ALL, Role.CLASS_TEACHER)]
TODAY = date(2022, 3, 14)


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(TODAY.year, TODAY.month, TODAY.day)


def signed(person, **fields):
    values = {"kind": ConsentKind.PROCESSING, "signer": "representative", "signed_on": date(2021, 12, 1)} | fields
    return Consent.unscoped.create(school=person.school, person=person, **values)


@pytest.fixture
def mentee(programme, school):
    """A pupil of 8 «Б» with everything that a mentee's row has, and a mother."""
    with scope(school=school):
        pupil = PersonFactory(
            school=school,
            surname="Ёлкина",
            given_name="Анна",
            patronymic="Ильинична",
            phone="+7 900 111-22-33",
            school_class=SchoolClassFactory(school=school),
        )
        mother = PersonFactory(
            school=school, kind=PersonKind.PARENT, surname="Ёлкина", given_name="Мария", phone="+7 900 444-55-66"
        )
        Representative.objects.create(school=school, minor=pupil, person=mother, relation="мать")
        signed(pupil)
        row = MenteeFactory(
            programme=programme,
            person=pupil,
            request="Сдать экзамен",
            entered_on=date(2021, 12, 15),
            form=MentoringForm.objects.create(school=school, title="Ученик – ученик"),
            left_on=date(2022, 5, 20),
            result="Сдан",
            case_url="https://school.test/case",
            is_completed=True,
        )
        MenteeTag.objects.create(school=school, mentee=row, tag=TagFactory(school=school, title="физика"))
    return row


@pytest.fixture
def mentor(programme, school):
    with scope(school=school):
        row = MentorFactory(
            programme=programme,
            competences="Физика, олимпиады",
            achievements="Учитель года",
            interests="Шахматы",
            age_from=11,
            age_to=14,
            hours_a_month=4,
            capacity=2,
        )
        row.person.post = "Учитель физики"
        row.person.save()
        signed(row.person, signer="self")
    return row


def asked(register="mentees", *, file="xlsx", personal="yes", columns=None, **more):
    """What the form sends."""
    places = {f"out-place_{code}": n for n, code in enumerate(columns or official_columns(register), start=1)}
    usual = {"out-is_personal": personal, "out-pairs": "list"}
    usual |= {"out-awaiting": "leave", "out-reason": "", "out-file": file}
    return usual | places | more


def sheet_of(response):
    return load_workbook(BytesIO(response.content)).active


def rows_of(response):
    """Header and rows of the sheet, without the title above and the notes under it."""
    sheet = sheet_of(response)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(index for index, row in enumerate(rows) if row[0] == "№")
    return rows[start], [row for row in rows[start + 1 :] if isinstance(row[0], int)]


def text_of(response):
    return " ".join(
        "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
        .replace("\u00a0", " ")
        .split()
    )


def test_the_forms_have_twelve_and_fifteen_columns():
    assert (len(official_columns("mentees")), len(official_columns("mentors"))) == (12, 15)


def test_a_mentee_stands_in_the_official_columns(mentee, client_of):
    header, rows = rows_of(client_of().post(MENTEES, asked()))

    assert header == ["№", *(column.title for column in COLUMNS["mentees"] if not column.is_extra)]
    [row] = rows
    assert [value.date() if hasattr(value, "date") else value for value in row] == [
        1,
        "Ёлкина Анна Ильинична",
        "+7 900 111-22-33\nмать: Ёлкина Мария Сергеевич, +7 900 444-55-66",
        2007,
        "Сдать экзамен; физика",
        date(2021, 12, 15),
        None,
        "Ученик – ученик",
        None,
        date(2022, 5, 20),
        "Сдан",
        "https://school.test/case",
        "пройдена",
    ]


def test_a_mentor_stands_in_the_official_columns(mentor, client_of):
    _header, [row] = rows_of(client_of().post(MENTORS, asked("mentors")))

    assert row[3:9] == [
        "Школа № 1, Учитель физики",
        "Физика, олимпиады",
        "Учитель года",
        "Шахматы",
        "11–14\u00a0лет",
        "4\u00a0часа в месяц, до 2\u00a0наставляемых",
    ]


@pytest.mark.parametrize("file", ["xlsx", "csv", "pdf"])
def test_without_personal_data_there_are_initials_only(file, mentee, client_of):
    response = client_of().post(MENTEES, asked(file=file, personal="no"))

    text = text_of(response) if file == "pdf" else ""
    if file == "xlsx":
        text = " ".join(str(cell.value) for row in sheet_of(response).iter_rows() for cell in row)
    if file == "csv":
        text = response.content.decode()
    assert "Е. А. И." not in text
    assert "Ё. А. И." in text
    for secret in ("Ёлкина", "Анна", "900", "2007", "school.test"):
        assert secret not in text
    assert not PersonView.unscoped.exists()
    assert AuditEvent.unscoped.filter(action="register.exported").count() == 1


@pytest.mark.parametrize(
    "consent",
    [
        None,
        {"kind": ConsentKind.PARTICIPATION},
        {"signed_on": date(2022, 3, 15)},
        {"valid_until": date(2022, 3, 13)},
        {"withdrawn_on": date(2022, 3, 14)},
    ],
)
def test_who_waits_for_a_consent_is_left_out_and_counted(consent, mentee, programme, client_of, school):
    with scope(school=school):
        other = MenteeFactory(programme=programme)
        if consent:
            signed(other.person, **consent)
    client = client_of()

    page = client.get(MENTEES).content.decode()
    response = client.post(MENTEES, asked())

    assert [row[1] for row in rows_of(response)[1]] == ["Ёлкина Анна Ильинична"]
    notes = [cell.value for row in sheet_of(response).iter_rows() for cell in row if cell.value]
    assert "Не включены без согласия на обработку персональных данных: 1\u00a0человек." in notes
    assert other.person.surname not in page


def test_including_people_without_a_consent_takes_a_reason_that_is_logged(mentee, programme, client_of, school):
    with scope(school=school):
        MenteeFactory(programme=programme)
    client = client_of()

    refused = client.post(MENTEES, asked(**{"out-awaiting": "include", "out-reason": " "}))
    answer = client.post(MENTEES, asked(**{"out-awaiting": "include", "out-reason": "Запрос прокуратуры № 5"}))

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["reason"]
    assert len(rows_of(answer)[1]) == 2
    event = AuditEvent.unscoped.get(action="register.exported")
    assert "Запрос прокуратуры № 5" in str(event.changes)


def test_every_minor_of_a_list_with_names_is_written_down(mentee, mentor, programme, client_of, school):
    client = client_of()

    client.post(MENTEES, asked())
    client.post(MENTORS, asked("mentors"))

    views = list(PersonView.unscoped.values_list("person", "what", "user", "user_name"))
    user = client.membership.user
    assert views == [(mentee.person_id, "export", user.pk, user.short_name)]
    events = AuditEvent.unscoped.filter(action="register.exported").order_by("pk")
    assert [event.object_name for event in events] == ["База наставляемых", "База наставников"]
    assert all(event.actor == user for event in events)


def test_the_coordinator_sees_exports_in_the_log(mentee, member, client_of):
    client_of(Role.DEPUTY).post(MENTEES, asked())

    assert "База наставляемых" in client_of().get("/log/").content.decode()


def test_looking_at_the_page_writes_nothing(mentee, client_of):
    client = client_of()

    client.get(MENTEES)
    shown = client.post(MENTEES, asked(show="1"), follow=True)

    assert shown.redirect_chain[0][1] == 302
    assert not PersonView.unscoped.exists()
    assert not AuditEvent.unscoped.exists()
    assert not ExportLayout.unscoped.exists()


def test_columns_are_chosen_ordered_and_remembered(mentee, client_of):
    client = client_of()
    header, [row] = rows_of(client.post(MENTEES, asked(columns=["place", "name"])))

    assert header == ["№", "Класс/должность", "ФИО наставляемого"]
    assert row == [1, "8\u00a0«Б»", "Ёлкина Анна Ильинична"]
    form = client.get(MENTEES).context["form"]
    assert {field.name: field.value() for field in form.places if field.value()} == {"place_place": 1, "place_name": 2}


def test_the_preview_shows_what_the_form_asks_for(mentee, client_of):
    page = client_of().post(MENTEES, asked(columns=["name", "form"], personal="no", show="1"), follow=True)

    assert [column.title for column in page.context["export"].table.columns] == [
        "№",
        "ФИО наставляемого",
        "Форма наставничества",
    ]
    assert "Ёлкина" not in page.content.decode()


@pytest.mark.parametrize("wrong", [{"out-place_name": "x"}, {"out-file": "exe"}, {"out-is_personal": "perhaps"}])
def test_a_wrong_form_comes_back(wrong, mentee, client_of):
    response = client_of().post(MENTEES, asked() | wrong)

    assert response.status_code == 422
    assert response.context["form"].errors


def test_without_a_column_there_is_no_file(mentee, client_of):
    nothing = {name: "" for name in asked() if "place" in name}

    assert client_of().post(MENTEES, asked() | nothing).status_code == 422


@pytest.mark.parametrize("query", ["out-file=exe", "out-is_personal=x", "register=nobody", "out-place_name=%00"])
def test_an_address_that_does_not_fit_falls_back(query, mentee, client_of):
    assert client_of().get(f"/people/export/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("register", "file", "name"),
    [
        (MENTEES, "xlsx", "База наставляемых 14.03.2022.xlsx"),
        (MENTEES, "csv", "База наставляемых 14.03.2022.csv"),
        (MENTORS, "pdf", "База наставников 14.03.2022.pdf"),
    ],
)
def test_the_file_has_a_russian_name_with_its_day(register, file, name, mentee, mentor, client_of):
    from urllib.parse import quote

    response = client_of().post(register, asked("mentors" if register == MENTORS else "mentees", file=file))

    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_sheet_has_a_frozen_header_filters_and_dates(mentee, client_of):
    sheet = sheet_of(client_of().post(MENTEES, asked()))

    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:M5"
    assert sheet["F5"].value.date() == date(2021, 12, 15)
    assert sheet["F5"].number_format == "DD.MM.YYYY"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil/","x")', "+1", "-1", "@SUM(A1)", "\t=1", "=1+1"])
def test_no_text_of_a_user_is_a_live_formula(text, mentee, client_of, school):
    with scope(school=school):
        type(mentee).objects.update(result=text)
    client = client_of()

    cell = sheet_of(client.post(MENTEES, asked()))["K5"]
    line = client.post(MENTEES, asked(file="csv", columns=["result"])).content.decode("utf-8-sig").splitlines()[1]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert line.removeprefix('1;"').removeprefix("1;").startswith("'")


def test_the_paper_has_the_approval_block(mentee, client_of, school):
    type(school).objects.filter(pk=school.pk).update(director_name="Соколова Мария Ивановна", name_genitive="Школы № 1")

    text = text_of(client_of().post(MENTEES, asked(file="pdf")))

    assert "УТВЕРЖДАЮ" in text
    assert "М. И. Соколова" in text
    assert "Ёлкина Анна" in text


def test_a_paper_that_is_too_long_names_the_sheet(mentee, programme, client_of, school, monkeypatch):
    monkeypatch.setattr(exporting, "PDF_ROWS", 1)
    with scope(school=school):
        signed(MenteeFactory(programme=programme).person)
    client = client_of()

    response = client.post(MENTEES, asked(file="pdf"))

    assert response.status_code == 422
    assert "XLSX" in str(response.context["form"].errors["file"])
    assert not AuditEvent.unscoped.exists()


def test_a_class_teacher_takes_out_the_own_classes_only(mentee, programme, member, client_of, school):
    teacher = member(Role.CLASS_TEACHER)
    with scope(school=school):
        own = SchoolClassFactory(school=school, grade=9, letter="В")
        MembershipClass.objects.create(school=school, membership=teacher, school_class=own)
        pupil = PersonFactory(school=school, surname="Своя", school_class=own)
        signed(pupil)
        MenteeFactory(programme=programme, person=pupil)
        MenteeFactory(programme=programme, person=PersonFactory(school=school, school_class=own))
    client = client_of(teacher)

    override = asked(**{"out-awaiting": "include", "out-reason": "Запрос прокуратуры № 5"})
    names = [row[1] for row in rows_of(client.post(MENTEES, override))[1]]

    assert names == ["Своя Пётр Сергеевич"]


def test_a_class_teacher_without_a_class_has_nothing_to_take_out(mentee, client_of):
    client = client_of(Role.CLASS_TEACHER)

    assert client.get(MENTEES).status_code == 403
    assert client.post(MENTEES, asked()).status_code == 403


@pytest.mark.parametrize("role", MAY_ALL)
def test_leaders_and_deputies_take_registers_out(role, mentee, client_of):
    client = client_of(role)

    assert client.get(MENTEES).status_code == 200
    assert client.post(MENTEES, asked()).status_code == 200


@pytest.mark.parametrize("role", MAY_NOT)
def test_others_do_not(role, mentee, client_of):
    client = client_of(role)

    assert client.get(MENTEES).status_code == 403
    assert client.post(MENTEES, asked()).status_code == 403
    assert not PersonView.unscoped.exists()


def test_a_stranger_signs_in_first(mentee, client):
    assert client.get(MENTEES).url.startswith("/login/")
    assert client.post(MENTEES, asked()).url.startswith("/login/")


def test_people_of_another_school_are_in_no_file(mentee, other_school, client_of):
    from tests.factories import ProgrammeFactory

    with scope(school=other_school):
        signed(MenteeFactory(programme=ProgrammeFactory(school=other_school)).person)

    assert len(rows_of(client_of().post(MENTEES, asked()))[1]) == 1


def test_a_school_without_a_programme_is_told_so(school, client_of):
    assert client_of().get(MENTEES).status_code == 200


def test_the_filters_of_the_list_are_those_of_the_file(mentee, programme, client_of, school):
    with scope(school=school):
        other = MenteeFactory(programme=programme, person=PersonFactory(school=school, surname="Другой"))
        signed(other.person)
    client, address = client_of(), f"{MENTEES}&class={mentee.person.school_class_id}"

    page = client.get(address)
    shown = client.post(address, asked(show="1"), follow=True)
    names = [row[1] for row in rows_of(client.post(address, asked()))[1]]

    assert names == ["Ёлкина Анна Ильинична"]
    assert page.context["export"].total == shown.context["export"].total == 1
    assert page.context["is_filtered"]
    assert client.get(MENTEES).context["export"].total == 2


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_queries_does_not_grow(count, programme, client_of, school, django_assert_num_queries):
    with scope(school=school):
        for _n in range(count):
            signed(MenteeFactory(programme=programme).person)
    client = client_of()
    client.get(MENTEES)

    with django_assert_num_queries(14):
        client.get(MENTEES)
    with django_assert_num_queries(23):
        client.post(MENTEES, asked(file="csv"))


OFFICIAL = {
    "mentees": [
        "№",
        "ФИО наставляемого",
        "Контактные данные для связи (данные представителя)",
        "Год рождения наставляемого",
        "Основной запрос наставляемого",
        "Дата вхождения в программу",
        "ФИО наставника",
        "Форма наставничества",
        "Место работы/учёбы наставника",
        "Дата завершения программы",
        "Результаты программы",
        "Ссылка на кейс/отзыв наставляемого, размещённые на сайте организации",
        "Отметка о прохождении программы",
    ],
    "mentors": [
        "№",
        "ФИО наставника",
        "Контактные данные для связи",
        "Место работы/учёбы наставника",
        "Основные компетенции наставника",
        "Важные для программы достижения наставника",
        "Интересы наставника",
        "Желаемый возраст наставляемых",
        "Ресурс времени на программу наставничества",
        "Дата вхождения в программу",
        "ФИО наставляемого (наставляемых)",
        "Форма наставничества",
        "Место работы/учёбы наставляемого",
        "Дата завершения программы",
        "Результаты программы",
        "Ссылка на кейс/отзыв наставника, размещённые на сайте организации",
    ],
}
"""The two forms as they are published, word for word."""


@pytest.mark.parametrize("register", OFFICIAL)
def test_the_columns_are_those_of_the_published_form_word_for_word(register, mentee, mentor, client_of):
    url = f"/people/export/?register={register}"

    header, _rows = rows_of(client_of().post(url, asked(register)))

    assert header == OFFICIAL[register]


@pytest.fixture
def two_pairs(mentor, programme, school, monkeypatch):
    """The mentor has two mentees, as the app of the pairs would tell it."""
    with scope(school=school):
        people = [PersonFactory(school=school, surname=name, given_name="Анна") for name in ("Белова", "Орлова")]
    monkeypatch.setattr(exporting, "partners_of", lambda register, keys: {mentor.pk: people})
    return people


def test_two_pairs_stand_in_one_row_or_in_two(two_pairs, client_of):
    client, place = client_of(), OFFICIAL["mentors"].index("ФИО наставляемого (наставляемых)")

    _header, [row] = rows_of(client.post(MENTORS, asked("mentors")))
    _header, rows = rows_of(client.post(MENTORS, asked("mentors", **{"out-pairs": "rows"})))

    assert [line.split()[0] for line in row[place].split("\n")] == ["Белова", "Орлова"]
    assert [one[place].split()[0] for one in rows] == ["Белова", "Орлова"]
    assert [one[0] for one in rows] == [1, 2]
    assert len({one[1] for one in rows}) == 1


def test_the_log_counts_people_and_not_rows(two_pairs, client_of):
    client_of().post(MENTORS, asked("mentors", **{"out-pairs": "rows"}))

    assert ["", "1"] in AuditEvent.unscoped.get(action="register.exported").changes.values()
