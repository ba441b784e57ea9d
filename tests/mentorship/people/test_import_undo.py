"""What an import made goes back, what people did afterwards stays; a list that was never taken in is not kept."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from mentorship.people.models import (
    ImportBatch,
    Mentee,
    MenteeTag,
    Person,
    PersonKind,
    Representative,
    Tag,
)
from mentorship.people.services.import_drafts import forget_drafts
from mentorship.programmes.models import SchoolClass
from tests.factories import PersonFactory, SchoolClassFactory
from tests.mentorship.people.test_import_pages import loaded, take

LIST = "ФИО;Класс;Предметы\nКим Пётр;8Я;физика\nЦой Анна;8Я;химия\n"


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def taken(client_of, programme, school):
    client = client_of()
    batch, url = loaded(client, LIST)
    assert take(client, url).status_code == 302
    return client, batch


def undone(client, batch):
    return client.post(f"/people/import/{batch.public_id}/undo/", follow=True).content.decode()


def test_classes_and_words_that_nobody_uses_go_too(taken):
    undone(*taken)

    assert not Person.unscoped.exists()
    assert not Tag.unscoped.exists()
    assert not SchoolClass.unscoped.exists()


def test_a_class_and_a_word_that_others_use_stay(taken, school):
    with scope(school=school):
        made = SchoolClass.objects.get()
        other = PersonFactory(school=school, school_class=made)

    undone(*taken)

    assert list(SchoolClass.unscoped.all()) == [made]
    assert list(Person.unscoped.all()) == [other]


@pytest.mark.parametrize("axis", ["subject", "interest"])
def test_a_participant_with_a_word_set_later_stays_with_it(taken, school, axis):
    with scope(school=school):
        petr = Mentee.objects.get(person__surname="Ким")
        word = Tag.objects.create(school=school, axis=axis, title="шахматы", key="шахматы")
        MenteeTag.objects.create(school=school, mentee=petr, tag=word)

    page = undone(*taken)

    assert [one.pk for one in Mentee.unscoped.all()] == [petr.pk]
    assert MenteeTag.unscoped.filter(mentee=petr, tag=word).exists()
    assert set(Tag.unscoped.values_list("title", flat=True)) == {"физика", "шахматы"}
    assert "Ким" in page
    assert "Цой" not in page


def test_a_parent_of_two_children_is_one_person(client_of, programme):
    client = client_of()
    mother = "мать Ким-Ли Ольга, +7 900 444-55-66"
    text = f"ФИО;Класс;Контакты\nКим Пётр;8Я;{mother}\nКим Анна;5А;{mother.replace('+7', '8')}\n"

    take(client, loaded(client, text)[1])

    assert Person.unscoped.get(kind=PersonKind.PARENT).full_name == "Ким-Ли Ольга"
    assert Representative.unscoped.count() == 2


def test_a_draft_is_forgotten_after_a_week(client_of, programme, school):
    loaded(client_of(), LIST)

    with scope(school=school):
        assert forget_drafts(school=school, day=school.today + timedelta(days=7)) == 0
        assert forget_drafts(school=school, day=school.today + timedelta(days=8)) == 1

    assert not ImportBatch.unscoped.exists()


def test_what_was_taken_in_outlives_drafts(taken, school):
    with scope(school=school):
        assert forget_drafts(school=school, day=school.today + timedelta(days=20)) == 0


def test_a_class_teacher_is_told_why_a_row_is_skipped(client_of, member, programme, school):
    from mentorship.programmes.models import MembershipClass
    from mentorship.programmes.roles import Role

    with scope(school=school):
        own = SchoolClassFactory(school=school)
        SchoolClassFactory(school=school, grade=5, letter="А")
    teacher = member(Role.CLASS_TEACHER)
    MembershipClass.unscoped.create(school=school, membership=teacher, school_class=own)
    client = client_of(teacher)
    _batch, url = loaded(client, f"ФИО;Класс\nКим Пётр;{own.grade}{own.letter}\nЦой Анна;5А\n")

    mine, foreign = client.get(url).context["plan"].rows

    assert (mine.outcome, foreign.outcome) == ("new", "skipped")
    assert foreign.read.messages


def test_the_file_of_an_electronic_journal(client_of, programme):
    client = client_of()
    text = "ФИО;Дата рождения;Класс;Пол\r\nКим Пётр Ильич;01.05.2008;8А;М\r\n".encode("cp1251")
    file = SimpleUploadedFile("выгрузка.csv", text)
    client.post("/people/import/", {"register": "mentees", "file": file})
    batch = ImportBatch.unscoped.get()

    assert batch.mapping == {"0": "name", "1": "birth_year", "2": "school_class"}
