"""What consents allow on a day, and who has to sign."""

from datetime import UTC, date, datetime

import pytest

from mentorship.common.errors import RuleBroken
from mentorship.people.consents import (
    has_consent,
    has_processing,
    is_within,
    may_be_processed,
    may_publish,
    missing,
    signature_rule,
    text_on,
    waiting,
    with_consents,
)
from mentorship.people.models import Consent, ConsentText, DistributionItem, Mentee, Person
from mentorship.people.services.consents import record_override
from mentorship.programmes.models import AuditEvent
from tests.factories import MenteeFactory, PersonFactory, UserFactory

DAY = date(2022, 3, 14)


def consent(person, kind="processing", signed_on=date(2022, 3, 1), **fields):
    return Consent.objects.create(
        school=person.school, person=person, kind=kind, signer="both", signed_on=signed_on, **fields
    )


@pytest.mark.parametrize(
    ("fields", "is_valid"),
    [
        ({}, True),
        ({"signed_on": DAY}, True),
        ({"signed_on": date(2022, 3, 15)}, False),
        ({"valid_until": DAY}, True),
        ({"valid_until": date(2022, 3, 13)}, False),
        ({"withdrawn_on": date(2022, 3, 15)}, True),
        ({"withdrawn_on": DAY}, False),
        ({"kind": "participation"}, False),
    ],
)
def test_a_consent_is_in_force_from_its_signature_to_its_end_or_withdrawal(school_scope, fields, is_valid):
    person = PersonFactory(school=school_scope)
    consent(person, **fields)

    assert has_consent([person.pk], "processing", DAY) == ({person.pk} if is_valid else set())
    assert Person.objects.filter(has_processing(DAY)).exists() == is_valid


def test_participants_are_told_apart_by_what_they_signed(school_scope, programme, django_assert_num_queries):
    complete, half, none = (MenteeFactory(programme=programme) for _ in range(3))
    consent(complete.person), consent(complete.person, "participation"), consent(half.person)
    rows = type(complete).objects.order_by("pk")

    with django_assert_num_queries(1):
        found = [
            (row.has_participation, row.has_processing, row.has_distribution)
            for row in with_consents(rows, DAY, person="person")
        ]

    assert found == [(True, True, False), (False, True, False), (False, False, False)]
    assert list(rows.filter(missing("", DAY, person="person"))) == [half, none]
    assert list(rows.filter(missing("processing", DAY, person="person"))) == [none]


@pytest.mark.parametrize(
    ("birth_year", "signer", "accepted"),
    [
        (2009, "representative", {"representative", "both"}),
        (2008, "both", {"representative", "both"}),
        (2007, "both", {"both"}),
        (2005, "both", {"both"}),
        (2004, "both", {"both", "self"}),
        (2003, "self", {"self"}),
        (None, "both", {"both", "representative", "self"}),
    ],
)
def test_who_signs_is_told_by_the_year_of_birth_and_both_where_it_leaves_a_doubt(birth_year, signer, accepted):
    rule = signature_rule(Person(kind="pupil", birth_year=birth_year), DAY)

    assert (rule.signer, set(rule.accepted)) == (signer, accepted)


def test_a_teacher_of_unknown_age_signs_alone():
    assert signature_rule(Person(kind="teacher"), DAY).accepted == ("self",)


def test_only_the_allowed_item_is_published_at_the_allowed_address(school_scope):
    person = PersonFactory(school=school_scope)
    paper = consent(person, "distribution")
    DistributionItem.objects.create(school=school_scope, consent=paper, item="name", address="https://School.ru/")

    assert may_publish(person, "name", "http://www.school.ru/news/1", DAY)
    assert not may_publish(person, "photo", "https://school.ru/", DAY)
    assert not may_publish(person, "name", "https://partner.ru/", DAY)
    Consent.objects.update(withdrawn_on=DAY)
    assert not may_publish(person, "name", "https://school.ru/", DAY)


@pytest.mark.parametrize(
    ("address", "place", "is_inside"),
    [
        ("https://school.ru/best", "school.ru", True),
        ("https://school.ru/best/1", "https://school.ru/best/", True),
        ("https://school.ru/bestial", "https://school.ru/best", False),
        ("https://school.ru.evil.ru/", "school.ru", False),
        ("стенд в холле", "стенд в холле", True),
        ("https://school.ru/", "", False),
    ],
)
def test_a_page_is_within_its_site_and_a_look_alike_is_not(address, place, is_inside):
    assert is_within(address, place) == is_inside


def test_a_paper_has_the_text_of_the_day_on_which_it_was_signed(school_scope):
    for number, day in ((1, 1), (2, 10)):
        ConsentText.objects.create(
            school=school_scope,
            kind="processing",
            number=number,
            text="…",
            created_at=datetime(2022, 3, day, tzinfo=UTC),
        )

    numbers = [text_on("processing", date(2022, *day), school=school_scope).number for day in ((2, 1), (3, 9), (3, 10))]

    assert numbers == [1, 1, 2]
    assert text_on("participation", DAY, school=school_scope) is None


def test_who_waits_for_a_consent_is_processed_with_a_reason_only(school_scope, programme):
    signed, awaits, late = (MenteeFactory(programme=programme) for _ in range(3))
    consent(signed.person), consent(late.person, signed_on=date(2022, 3, 15)), consent(awaits.person, "participation")
    rows = Mentee.objects.order_by("pk")

    assert list(may_be_processed(rows, DAY)) == [signed]
    assert list(waiting(rows, DAY)) == [awaits, late]
    assert list(may_be_processed(rows, date(2022, 3, 15))) == [signed, late]
    assert list(may_be_processed(rows, DAY, reason="Приказ № 5")) == [signed, awaits, late]
    assert list(may_be_processed(Person.objects.all(), DAY, person="pk")) == [signed.person]


def test_an_override_is_written_down_without_names(school_scope, programme):
    row, by = MenteeFactory(programme=programme), UserFactory()
    said = {"people": [row.person], "what": "Подбор пар", "row": programme, "by": by}

    with pytest.raises(RuleBroken):
        record_override(reason=" ", **said)
    record_override(reason="Приказ № 5", **said)

    entry = AuditEvent.objects.get(action="consent.overridden")
    words = str(entry.changes)
    assert (entry.actor, entry.object_id, entry.object_name) == (by, programme.pk, "Подбор пар")
    assert "Приказ № 5" in words
    assert str(row.person.pk) in words
    assert row.person.surname not in words
