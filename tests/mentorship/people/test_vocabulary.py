"""The words of the school and the variants of its forms."""

import pytest
from django_scopes import scope

from mentorship.people.models import MenteeTag, Tag, Variant
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, TagFactory


@pytest.fixture
def words(school):
    with scope(school=school):
        return [TagFactory(school=school, title=title, key=title.lower()) for title in ("Химия", "Алхимия")]


def test_a_known_word_is_not_added_twice(client_of, words):
    client_of().post("/settings/vocabulary/", {"axis": "subject", "title": "ХИМИЯ"})

    assert Tag.unscoped.count() == 2


def test_a_merge_leads_on_and_is_taken_back_with_who_had_the_word(client_of, school, programme, words):
    client, (current, synonym) = client_of(), words
    with scope(school=school):
        link = MenteeTag.objects.create(school=school, mentee=MenteeFactory(programme=programme), tag=synonym)

    client.post(f"/settings/vocabulary/{synonym.pk}/", {"merge": "1", "into": current.pk})
    synonym.refresh_from_db()
    assert synonym.merged_into == current
    assert client.get(f"/settings/vocabulary/{synonym.pk}/").status_code == 404

    client.post(f"/settings/vocabulary/{synonym.pk}/part/")
    synonym.refresh_from_db()
    link.refresh_from_db()
    assert (synonym.merged_into, link.tag) == (None, synonym)


def test_a_synonym_of_a_synonym_leads_to_the_last_word(client_of, school, words):
    first, second = words
    with scope(school=school):
        third = TagFactory(school=school, title="Опыты", key="опыты")
    client = client_of()

    client.post(f"/settings/vocabulary/{first.pk}/", {"merge": "1", "into": second.pk})
    client.post(f"/settings/vocabulary/{second.pk}/", {"merge": "1", "into": third.pk})

    assert set(Tag.unscoped.exclude(merged_into=None).values_list("merged_into", flat=True)) == {third.pk}


def test_a_rename_into_a_known_word_or_over_another_rename_is_refused(client_of, words):
    client, path = client_of(), f"/settings/vocabulary/{words[0].pk}/"

    assert client.post(path, {"seen": "Химия", "title": "алхимия"}).status_code == 422
    assert client.post(path, {"seen": "Физика", "title": "Биохимия"}).status_code == 422
    assert client.post(path, {"seen": "Химия", "title": "Биохимия"}).status_code == 302
    assert Tag.unscoped.get(pk=words[0].pk).key == "биохимия"


def test_a_used_word_is_not_removed(client_of, school, programme, words):
    with scope(school=school):
        MenteeTag.objects.create(school=school, mentee=MenteeFactory(programme=programme), tag=words[0])
    client = client_of()

    for word in words:
        client.post(f"/settings/vocabulary/{word.pk}/delete/")

    assert list(Tag.unscoped.values_list("title", flat=True)) == ["Химия"]


def test_a_variant_is_added_renamed_and_removed(client_of, school):
    with scope(school=school):
        form = MentoringForm.objects.create(school=school, title="Ученик – ученик")
    client, new = client_of(), {"form": form.pk, "title": "Лидер – тихий", "position": 1}

    client.post("/settings/variants/", new)
    assert client.post("/settings/variants/", new).status_code == 422
    row = Variant.unscoped.get()
    client.post(f"/settings/variants/{row.pk}/", {"title": "Лидер – пассивный", "position": 2})
    assert Variant.unscoped.get().title == "Лидер – пассивный"
    client.post(f"/settings/variants/{row.pk}/delete/")
    assert not Variant.unscoped.exists()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CLASS_TEACHER, Role.MENTOR])
def test_only_the_leaders_change_the_words(client_of, role):
    assert {client_of(role).get(f"/settings/{page}/").status_code for page in ("vocabulary", "variants")} == {403}
