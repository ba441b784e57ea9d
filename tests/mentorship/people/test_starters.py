"""What a new school finds in its registers, and that nothing of it comes back."""

import pytest
from django.core.management import call_command
from django_scopes import scope

from mentorship.people.models import Axis, ConsentText, Criterion, Tag, Variant
from mentorship.people.starters import VARIANTS, form_key
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.services.settings import seed_mentoring_forms
from mentorship.programmes.starters import give_starters


def test_a_new_school_gets_words_variants_criteria_and_texts(school_scope):
    seed_mentoring_forms(school_scope)

    give_starters(school_scope)

    assert {form.variants.count() for form in MentoringForm.objects.all()} == {3, 4}
    assert set(Tag.objects.current().values_list("axis", flat=True)) == set(Axis)
    assert Criterion.objects.count() >= 5
    assert set(ConsentText.objects.values_list("kind", flat=True)) == {"participation", "processing", "distribution"}


def test_every_form_of_the_federal_list_has_variants(school_scope):
    seed_mentoring_forms(school_scope)

    assert {form_key(form.title) for form in MentoringForm.objects.all()} == set(VARIANTS)
    assert form_key("учитель — ученик") == form_key("Учитель - ученик") == "учитель ученик"


def test_a_synonym_leads_to_the_word_of_the_school(school_scope):
    give_starters(school_scope)

    assert Tag.objects.get(title="Физкультура").merged_into.title == "Физическая культура"


def test_what_the_school_changed_stays_changed(school_scope):
    seed_mentoring_forms(school_scope)
    give_starters(school_scope)
    Tag.objects.filter(title="Химия").delete()
    Criterion.objects.exclude(pk=Criterion.objects.first().pk).delete()
    Variant.objects.filter(title="Равный – равному").delete()
    before = [model.objects.count() for model in (Tag, Criterion, Variant, ConsentText)]

    give_starters(school_scope)

    assert [model.objects.count() for model in (Tag, Criterion, Variant, ConsentText)] == before


@pytest.mark.parametrize("page", ["vocabulary", "variants"])
def test_a_list_that_the_school_emptied_stays_empty(client_of, school, page):
    model = {"vocabulary": Tag, "variants": Variant}[page]
    client = client_of()
    with scope(school=school):
        seed_mentoring_forms(school)
        give_starters(school)
        kept = model.objects.filter(**({"merged_into": None, "synonyms": None} if model is Tag else {})).first()
        model.objects.exclude(pk=kept.pk).delete()
    client.post(f"/settings/{page}/{kept.pk}/delete/")

    with scope(school=school):
        give_starters(school)
        assert not model.objects.exists()


def test_the_command_gives_them_to_every_school(school, other_school):
    call_command("prepare", verbosity=0)

    assert set(Tag.unscoped.values_list("school", flat=True)) == {school.pk, other_school.pk}
