"""The forms of a mentee and of a mentor."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.people.models import MenteeTag, Tag, Variant
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def mentee(school, programme):
    with scope(school=school):
        return MenteeFactory(programme=programme, note="Тайное")


@pytest.fixture
def mentor(school, programme):
    with scope(school=school):
        return MentorFactory(programme=programme)


@pytest.fixture
def variant(school):
    with scope(school=school):
        form = MentoringForm.objects.create(school=school, title="Ученик – ученик")
        return Variant.objects.create(school=school, form=form, title="Равный – равному")


def words_of(mentee):
    return sorted(MenteeTag.unscoped.filter(mentee=mentee).values_list("tag__title", flat=True))


def test_everything_of_a_mentee_is_saved(client_of, mentee, variant):
    answer = client_of().post(
        mentee.get_absolute_url(),
        {
            "version": 1,
            "variant": variant.pk,
            "request": "Подготовиться к ОГЭ",
            "new_subjects": "Алгебра, алгебра; Химия",
            "slots": ["tue-after1", "mon-before"],
            "answered_on": "14 марта",
            "left_on": "",
        },
    )

    assert answer.status_code == 302
    mentee.refresh_from_db()
    assert (mentee.form, mentee.variant) == (variant.form, variant)
    assert (mentee.slots, mentee.answered_on) == (["mon-before", "tue-after1"], date(2022, 3, 14))
    assert words_of(mentee) == ["Алгебра", "Химия"]
    page = client_of().get(mentee.person.get_absolute_url()).content.decode()
    assert "Подготовиться к ОГЭ" in page
    assert "Химия" in page


def test_a_ticked_word_goes_and_a_synonym_leads_to_the_current_word(client_of, school, mentee):
    client = client_of()
    with scope(school=school):
        current = Tag.objects.create(school=school, axis="subject", title="Физкультура", key="физкультура")
        Tag.objects.create(school=school, axis="subject", title="ФК", key="фк", merged_into=current)

    client.post(mentee.get_absolute_url(), {"version": 1, "new_subjects": "фк"})
    assert words_of(mentee) == ["Физкультура"]

    client.post(mentee.get_absolute_url(), {"version": 2, "request": "Бег"})
    assert words_of(mentee) == []


def test_a_variant_of_another_form_is_refused(client_of, school, mentee, variant):
    with scope(school=school):
        other = MentoringForm.objects.create(school=school, title="Учитель – ученик")

    answer = client_of().post(mentee.get_absolute_url(), {"version": 1, "form": other.pk, "variant": variant.pk})

    assert answer.status_code == 422


def test_a_label_asks_to_confirm_and_is_saved_then(client_of, mentee):
    client, text = client_of(), {"version": 1, "request": "Ребёнок с ОВЗ"}

    first = client.post(mentee.get_absolute_url(), text)

    assert first.status_code == 422
    assert "labels_confirmed" in first.content.decode()
    assert client.post(mentee.get_absolute_url(), text | {"labels_confirmed": "on"}).status_code == 302
    mentee.refresh_from_db()
    assert mentee.request == "Ребёнок с ОВЗ"


def test_the_second_of_two_editors_sees_both_texts(client_of, mentee):
    client = client_of()
    client.post(mentee.get_absolute_url(), {"version": 1, "request": "Первое", "new_subjects": "Химия"})

    answer = client.post(mentee.get_absolute_url(), {"version": 1, "request": "Второе"})

    assert answer.status_code == 409
    assert "Первое" in answer.content.decode()


def test_a_mentor_has_capacity_and_an_age_that_goes_up(client_of, mentor):
    client = client_of()
    wrong = client.post(mentor.get_absolute_url(), {"version": 1, "capacity": 0})
    down = client.post(mentor.get_absolute_url(), {"version": 1, "capacity": 1, "age_from": 15, "age_to": 12})
    good = client.post(
        mentor.get_absolute_url(), {"version": 1, "capacity": 3, "age_from": 12, "age_to": 15, "hours_a_month": 8}
    )

    assert (wrong.status_code, down.status_code, good.status_code) == (422, 422, 302)
    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.age_from, mentor.age_to, mentor.hours_a_month) == (3, 12, 15, 8)


def test_a_participant_leaves_the_register_and_comes_back(client_of, mentee):
    client = client_of()
    path = f"/mentees/{mentee.public_id}/"

    client.post(f"{path}delete/")
    assert client.get(f"{path}edit/").status_code == 404
    client.post(f"{path}restore/")
    assert client.get(f"{path}edit/").status_code == 200


@pytest.mark.parametrize(("role", "status"), [(Role.DEPUTY, 200), (Role.PSYCHOLOGIST, 403), (Role.CLASS_TEACHER, 404)])
def test_who_may_edit_a_mentee(client_of, mentee, role, status):
    assert client_of(role).get(mentee.get_absolute_url()).status_code == status


def test_the_note_is_for_the_leaders(client_of, mentee):
    card = mentee.person.get_absolute_url()

    assert "Тайное" in client_of().get(card).content.decode()
    assert "Тайное" not in client_of(Role.PSYCHOLOGIST).get(card).content.decode()


def test_the_words_are_folded_with_the_chosen_ones_in_sight(client_of, school, mentee):
    with scope(school=school):
        tag = Tag.objects.create(school=school, axis="subject", title="Химия", key="химия")
        MenteeTag.objects.create(school=school, mentee=mentee, tag=tag)
    page = client_of().get(f"/mentees/{mentee.public_id}/edit/").content.decode()

    summary = page.split("<summary", 1)[1] if "rm-menu" not in page else page.split('<details class="mb-4"', 1)[1]
    assert "Химия" in summary.split("</summary>")[0]
    assert page.count('<details class="mb-4"') == 3
