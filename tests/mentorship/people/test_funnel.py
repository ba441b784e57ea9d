"""How far people are on the way into a pair, what they lack, and where it gets done."""

from datetime import date

import pytest

from mentorship.people import funnel
from mentorship.people.funnel import Funnel, checklist_of, is_ready, missing_of, with_funnel, with_place, with_state
from mentorship.people.models import Attendance, Consent, Interview, Mentee, Mentor, Training
from mentorship.programmes.access import Access
from tests.factories import MenteeFactory, MentorFactory

DAY = date(2022, 3, 14)
LATER = date(2022, 3, 15)
KINDS = ("participation", "processing")


def sign(person, *kinds, on=date(2022, 3, 1), **fields):
    for kind in kinds or KINDS:
        Consent.objects.create(school=person.school, person=person, kind=kind, signer="both", signed_on=on, **fields)


def state(row, day=DAY):
    return with_funnel(type(row).objects.all(), day).get(pk=row.pk).funnel


def mentee(programme, *kinds, **fields):
    row = MenteeFactory(programme=programme, **fields)
    if kinds:
        sign(row.person, *kinds)
    return row


def mentor(programme, *, interviewed=True, **fields):
    usual = {"answered_on": DAY, "decision": "selected", "decided_on": DAY}
    row = MentorFactory(programme=programme, **usual | fields)
    sign(row.person)
    if interviewed:
        Interview.objects.create(school=row.school, mentor=row, held_on=DAY)
    return row


@pytest.mark.parametrize(
    ("kinds", "fields", "expected"),
    [
        ((), {}, Funnel.CANDIDATE),
        (KINDS, {}, Funnel.CANDIDATE),
        (KINDS, {"answered_on": LATER}, Funnel.CANDIDATE),
        ((), {"answered_on": DAY}, Funnel.ANSWERED),
        (("processing",), {"answered_on": DAY}, Funnel.ANSWERED),
        (("participation",), {"answered_on": DAY}, Funnel.ANSWERED),
        (KINDS, {"answered_on": DAY}, Funnel.READY),
        (KINDS, {"answered_on": DAY, "left_on": DAY}, Funnel.LEFT),
        (KINDS, {"answered_on": DAY, "left_on": LATER}, Funnel.READY),
        (KINDS, {"answered_on": DAY, "left_on": DAY, "is_completed": True}, Funnel.FINISHED),
    ],
)
def test_a_mentee_stands_at_the_last_step_that_is_done_with_all_before_it(
    school_scope, programme, kinds, fields, expected
):
    row = mentee(programme, *kinds, **fields)

    assert state(row) == expected
    assert Mentee.objects.filter(is_ready(Mentee, DAY)).exists() == (expected == Funnel.READY)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Funnel.READY),
        ({"answered_on": None}, Funnel.CANDIDATE),
        ({"interviewed": False}, Funnel.CONSENTED),
        ({"decision": "", "decided_on": None}, Funnel.CONSENTED),
        ({"decided_on": LATER}, Funnel.CONSENTED),
        ({"decision": "reserve"}, Funnel.RESERVE),
        ({"decision": "refused"}, Funnel.REFUSED),
    ],
)
def test_a_mentor_is_talked_with_and_selected_too(school_scope, programme, fields, expected):
    assert state(mentor(programme, **fields)) == expected


def test_a_mentor_is_ready_after_every_training_that_the_programme_requires(school_scope, programme):
    row = mentor(programme)
    common = {"school": row.school, "programme": programme, "kind": "seminar", "held_on": DAY}
    seminar = Training.objects.create(title="Семинар", **common)
    Training.objects.create(title="Круглый стол", **common | {"is_required": False})
    Training.objects.create(title="Отменён", **common | {"deleted_at": "2022-03-01T00:00Z"})

    assert state(row) == Funnel.SELECTED

    Attendance.objects.create(school=row.school, training=seminar, mentor=row)

    assert state(row) == Funnel.READY


@pytest.mark.parametrize("fields", [{"valid_until": date(2022, 3, 13)}, {"withdrawn_on": DAY}])
def test_a_consent_that_is_over_or_withdrawn_takes_the_readiness_away(school_scope, programme, fields):
    row = mentee(programme, "participation", answered_on=DAY)
    sign(row.person, "processing", **fields)

    assert state(row, date(2022, 3, 12)) == Funnel.CANDIDATE
    assert state(row) == Funnel.ANSWERED


def test_the_app_of_the_pairs_says_who_has_a_pair(school_scope, programme, monkeypatch):
    paired, free = (mentee(programme, *KINDS, answered_on=DAY) for _ in range(2))
    monkeypatch.setattr(funnel, "_pair_conditions", [lambda model, day: funnel.Q(pk=paired.pk)])

    assert (state(paired), state(free)) == (Funnel.PAIRED, Funnel.READY)


def test_the_checklist_says_what_is_missing_and_where_it_gets_done(school_scope, programme):
    row = mentee(programme, "participation", answered_on=DAY)
    found = with_funnel(Mentee.objects.all(), DAY).get()

    checks = checklist_of(found, Access(frozenset({"coordinator"})))

    assert [(one.code, one.is_there, one.on) for one in checks] == [
        ("has_answered", True, DAY),
        ("has_participation", True, None),
        ("has_processing", False, None),
    ]
    assert missing_of(found, Access(frozenset({"coordinator"}))) == checks[2:]
    assert checks[2].address == f"/consents/new/?person={row.person.public_id}&kind=processing"
    assert checks[0].address == ""


def test_who_may_not_do_the_next_act_is_not_sent_there(school_scope, programme):
    mentee(programme)
    row = with_funnel(Mentee.objects.all(), DAY).get()

    assert [one.address for one in missing_of(row, Access(frozenset({"psychologist"})))] == ["", "", ""]
    assert [one.address for one in missing_of(row)] == ["", "", ""]


@pytest.mark.parametrize("fields", [{"left_on": DAY}, {"is_completed": True}])
def test_nothing_is_missing_where_the_way_has_ended(school_scope, programme, fields):
    mentee(programme, **fields)

    assert missing_of(with_funnel(Mentee.objects.all(), DAY).get()) == []


def test_the_state_alone_is_the_state_with_the_facts(school_scope, programme):
    mentor(programme), mentor(programme, interviewed=False), mentor(programme, decision="reserve")
    rows = Mentor.objects.order_by("pk")

    alone = [one.funnel for one in with_state(rows, DAY)]

    assert alone == [one.funnel for one in with_funnel(rows, DAY)] == ["ready", "consents", "reserve"]
    ordered = with_place(with_funnel(Mentor.objects.all(), DAY), DAY).order_by("funnel_place")
    assert [one.funnel for one in ordered] == ["consents", "ready", "reserve"]
