"""A list from the file to the register and back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from mentorship.people.models import (
    ImportBatch,
    ImportedRow,
    Mentee,
    MenteeTag,
    Mentor,
    Person,
    Representative,
    SavedMapping,
    Tag,
)
from mentorship.programmes.models import AuditEvent, MembershipClass, SchoolClass
from mentorship.programmes.roles import Role
from tests.factories import PersonFactory, ProgrammeFactory, SchoolClassFactory

LIST = """Список 8 классов
ФИО;Класс;Дата рождения;Контакты;Запрос;Предметы
Ёлкина Анна Ильинична;8Б;01.05.2007;+7 900 111-22-33;Сдать экзамен;физика, математика
Ким Пётр;8Я;2008;мать: Ким Ольга Ивановна, +7 900 444-55-66;Шахматы;физика
"""
MAY_NOT = [role for role in Role if role not in {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.CLASS_TEACHER}]


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def here(programme, school):
    with scope(school=school):
        return SchoolClassFactory(school=school)


def upload(client, text=LIST, register="mentees", name="список.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode("cp1251"))
    return client.post("/people/import/", {"register": register, "file": file})


def loaded(client, text=LIST, register="mentees"):
    """The draft with its columns confirmed, and the address of its check."""
    assert upload(client, text, register).status_code == 302
    batch = ImportBatch.unscoped.order_by("-pk").first()
    fields = {f"column-{place}": code for place, code in batch.mapping.items()}
    answer = client.post(f"/people/import/{batch.public_id}/columns/", fields)
    assert answer.status_code == 302, answer.content.decode()
    return batch, answer.url


def take(client, url, **choices):
    page = client.get(url)
    return client.post(url, {"take": "1", "stamp": page.context["plan"].stamp} | choices)


def test_a_list_becomes_a_register(client_of, here):
    client = client_of()
    batch, url = loaded(client)
    page = client.get(url)

    assert page.context["counts"] == {"new": 2, "changed": 0, "same": 0, "skipped": 0}
    assert "8Я" in page.content.decode()
    assert Person.unscoped.count() == 0

    answer = take(client, url)

    assert answer.status_code == 302
    done = client.get(f"{url}done/").context
    assert (done["new"], done["people"]) == (2, 2)
    anna, petr = Mentee.unscoped.select_related("person__school_class").order_by("pk")
    assert (anna.person.full_name, anna.person.birth_year) == ("Ёлкина Анна Ильинична", 2007)
    assert (anna.person.school_class, anna.person.phone, anna.request) == (here, "+7 900 111-22-33", "Сдать экзамен")
    assert str(petr.person.school_class) == "8\u00a0«Я»"
    mother = Representative.unscoped.get(minor=petr.person)
    assert (mother.relation, mother.person.full_name) == ("мать", "Ким Ольга Ивановна")
    assert Tag.unscoped.count() == 2
    assert MenteeTag.unscoped.count() == 3
    batch.refresh_from_db()
    assert (batch.state, batch.cells) == ("done", [])
    assert AuditEvent.unscoped.filter(action="register.imported").count() == 1
    assert "класс" in SavedMapping.unscoped.get().columns


def test_the_second_press_does_nothing(client_of, here):
    client = client_of()
    _batch, url = loaded(client)
    stamp = client.get(url).context["plan"].stamp

    for _press in range(2):
        assert client.post(url, {"take": "1", "stamp": stamp}).status_code == 302

    assert Mentee.unscoped.count() == 2


def test_the_same_list_again_changes_nothing(client_of, here):
    client = client_of()
    take(client, loaded(client)[1])

    _batch, url = loaded(client)

    assert client.get(url).context["counts"]["same"] == 2


def test_another_spelling_is_the_same_person_and_turned_parts_are_asked(client_of, here, school):
    anna = PersonFactory(
        school=school, surname="Елкина", given_name="Анна", patronymic="Ильинична", school_class=here, birth_year=2007
    )
    client = client_of()
    _batch, url = loaded(client, "ФИО;Класс\nЁлкина  Aнна Ильинична;8Б\nАнна Ёлкина Ильинична;8Б\n")

    first, second = client.get(url).context["plan"].rows

    assert (first.person, first.is_asked) == (anna, False)
    assert second.is_asked
    take(client, url, **{f"row-{second.number}": "new"})
    assert Person.unscoped.count() == 2


def test_a_missing_class_can_stay_empty(client_of, here):
    client = client_of()
    _batch, url = loaded(client)

    take(client, url, **{"class:8Я": "empty", "was-class:8Я": "make"})

    with scope(school=here.school):
        assert Person.objects.get(given_name="Пётр").school_class is None
    assert SchoolClass.unscoped.count() == 1


def test_an_import_is_taken_back_and_what_was_changed_stays(client_of, here, school):
    PersonFactory(
        school=school, surname="Ёлкина", given_name="Анна", patronymic="Ильинична", school_class=here, phone="1"
    )
    client = client_of()
    batch, url = loaded(client)
    take(client, url)
    petr = Person.unscoped.get(given_name="Пётр", surname="Ким")
    petr.phone, petr.version = "+7", petr.version + 1
    petr.save()

    answer = client.post(f"/people/import/{batch.public_id}/undo/", follow=True)

    anna = Person.unscoped.get(given_name="Анна")
    assert (anna.phone, Mentee.unscoped.count()) == ("1", 0)
    assert Person.unscoped.filter(pk=petr.pk).exists()
    assert [row.person for row in ImportedRow.unscoped.all()] == [petr]
    assert "Ким" in answer.content.decode()


def test_an_import_is_not_taken_back_after_thirty_days(client_of, here, on_day):
    client = client_of()
    batch, url = loaded(client)
    take(client, url)
    on_day(2022, 4, 20)
    client = client_of()

    client.post(f"/people/import/{batch.public_id}/undo/")

    assert Mentee.unscoped.count() == 2


def test_the_register_of_mentors_takes_adults(client_of, here):
    client = client_of()
    text = "ФИО наставника;Место работы/учёбы наставника;Основные компетенции наставника;Ресурс времени\n"

    take(client, loaded(client, text + "Петрова Ольга;Школа № 1;Физика;4 часа в месяц\n", "mentors")[1])

    mentor = Mentor.unscoped.select_related("person").get()
    assert (mentor.person.kind, mentor.competences, mentor.hours_a_month) == ("teacher", "Физика", 4)


def test_a_class_teacher_brings_only_the_own_class(client_of, member, here, school):
    teacher = member(Role.CLASS_TEACHER)
    MembershipClass.unscoped.create(school=school, membership=teacher, school_class=here)
    client = client_of(teacher)

    take(client, loaded(client)[1])

    assert [one.given_name for one in Person.unscoped.all()] == ["Анна"]
    assert SchoolClass.unscoped.count() == 1


@pytest.mark.parametrize("role", MAY_NOT)
def test_others_bring_nothing(role, client_of, here):
    assert client_of(role).get("/people/import/").status_code == 403


def test_a_stranger_finds_nothing(client_of, member, here, other_school):
    batch, _url = loaded(client_of())
    ProgrammeFactory(school=other_school)
    stranger = client_of(member(Role.COORDINATOR, school=other_school))

    for end in ("", "columns/", "done/"):
        assert stranger.get(f"/people/import/{batch.public_id}/{end}").status_code == 404
    assert stranger.post(f"/people/import/{batch.public_id}/undo/").status_code == 404


def test_a_bad_file_is_refused_in_words(client_of, here):
    answer = upload(client_of(), b"%PDF-1.4", name="a.pdf")

    assert answer.status_code == 422
    assert "XLSX" in answer.content.decode()


@pytest.mark.parametrize("register", ["mentees", "mentors"])
def test_the_example_of_the_template_is_not_taken(register, client_of, here):
    client = client_of()
    content = client.get(f"/people/import/template.xlsx?register={register}").content

    _batch, url = loaded(client, content, register)

    assert client.get(url).context["plan"].rows == []


def test_the_check_asks_the_same_few_questions_however_long_the_list(client_of, here, django_assert_max_num_queries):
    client = client_of()
    rows = "".join(f"Иванов{number} Пётр;8Б;2007\n" for number in range(300))
    _batch, url = loaded(client, "ФИО;Класс;Год рождения\n" + rows)

    with django_assert_max_num_queries(20):
        page = client.get(url)

    assert page.context["page_obj"].paginator.num_pages == 6
