"""Joined and erased people in what pairs write down: nothing is lost by a join, nothing told after erasing."""

from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from mentorship.pairs.cards.kept import counts_of
from mentorship.pairs.joining import move_person
from mentorship.pairs.models import (
    AttentionPause,
    CareCall,
    CareCase,
    CareNote,
    CareStep,
    DevelopmentPlan,
    HelpCall,
    Meeting,
    MeetingLetter,
    MenteeDoor,
    MentorReport,
    PaidTerms,
    PairFile,
    Pairing,
    PairingMentee,
    PairLetter,
    PlanItem,
    Portfolio,
    Presence,
    Pulse,
    Substitution,
)
from mentorship.pairs.services.care import write_note
from mentorship.people.models import Mentee, Mentor, Person
from mentorship.people.services.erasing import erase
from mentorship.people.services.merging import merge
from mentorship.programmes.models import AuditEvent
from tests.factories import (
    MeetingFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PersonFactory,
    PlanFactory,
)

DAY = date(2022, 3, 14)
WORDS = "Рассказал, что боится контрольных"


@pytest.fixture(autouse=True)
def today(on_day, school_scope, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    on_day(2022, 3, 14)


@pytest.fixture
def mentee(programme):
    def make(**fields):
        return MenteeFactory(programme=programme, **fields)

    return make


@pytest.fixture
def joined(member):
    def join(leads, follows):
        merge(
            winner=leads.person,
            loser=follows.person,
            versions=[leads.person.version, follows.person.version],
            values={},
            participations={},
            by=member().user,
        )

    return join


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def everything_of(pair, mentee):
    """A row of every kind that tells of a mentee and of the pair."""
    school = pair.school
    meeting = MeetingFactory(pairing=pair, day=date(2022, 3, 10), done=WORDS, agreed=WORDS, remark=WORDS, topic=WORDS)
    Presence.objects.filter(mentee=mentee).update(comment=WORDS, confirmed=True)
    Pulse.objects.create(school=school, meeting=meeting, mentee=mentee, useful=4, comfort=5)
    plan = PlanFactory(pairing=pair, mentee=mentee, goal=WORDS, items=[{"task": WORDS, "actual": WORDS}])
    DevelopmentPlan.objects.filter(pk=plan.pk).update(texts={"relevance": WORDS})
    report = MentorReport.objects.create(
        school=school,
        pairing=pair,
        starts_on=DAY,
        ends_on=DAY,
        results=WORDS,
        remark=WORDS,
        facts={"meetings": 4, "goals": [WORDS], "lines": [[WORDS]], "visits": [[WORDS, 4]]},
    )
    case = CareCase.objects.create(school=school, mentee=mentee, decision="search", decided_on=DAY, comment=WORDS)
    CareStep.objects.create(school=school, case=case, decision="search", day=DAY, comment=WORDS)
    CareNote.objects.create(school=school, mentee=mentee, day=DAY, text=WORDS)
    CareCall.objects.create(school=school, mentee=mentee, mentor=pair.mentor, found_on=DAY)
    HelpCall.objects.create(school=school, mentee=mentee, pairing=pair, text=WORDS, outcome=WORDS)
    number = f"{mentee.pk:032x}"
    MenteeDoor.objects.create(school=school, mentee=mentee, link_hash=number, code_hash=number)
    PaidTerms.objects.create(school=school, pairing=pair, pay_amount=WORDS, content=WORDS)
    AttentionPause.objects.create(school=school, pairing=pair, reason="pulse", until=DAY, note=WORDS)
    paper = PairFile(school=school, pairing=pair, kind="agreement", title=WORDS, file_name="Соглашение.pdf")
    paper.file.save("paper", ContentFile(b"%PDF-1.4"), save=True)
    PairFile.objects.create(school=school, pairing=pair, kind="material", title="Памятка", url="https://school.test/m")
    Pairing.objects.filter(pk=pair.pk).update(handover=WORDS)
    return meeting, plan, report, paper


def tells(model):
    """Of all rows of the model the texts, joined."""
    return str(list(model.objects.order_by("pk").values()))


def places_of(model):
    return {
        (one.__name__, field.name)
        for one in apps.get_app_config("pairs").get_models()
        for field in one._meta.concrete_fields
        if field.remote_field and field.remote_field.model is model
    }


def rows_of(model, row):
    """Where rows of the pairs' tables still point to this Mentee, Mentor or Person."""
    return {
        (one.__name__, field.name)
        for one in apps.get_app_config("pairs").get_models()
        for field in one._meta.concrete_fields
        if field.remote_field and field.remote_field.model is model and one.objects.filter(**{field.name: row}).exists()
    }


def test_everything_of_a_joined_mentee_comes_along(programme, mentee, joined, member):
    leads, follows = mentee(), mentee()
    pair = PairingFactory(programme=programme, mentees=[follows])
    everything_of(pair, follows)
    pair.events.create(school=pair.school, kind="joined", mentee=follows, day=DAY)
    before = rows_of(Mentee, follows)

    joined(leads, follows)

    assert before == places_of(Mentee)
    assert rows_of(Mentee, leads) == before
    assert rows_of(Mentee, follows) == set()


def test_what_both_cards_have_stands_once(programme, mentee, joined):
    leads, follows = mentee(), mentee()
    pair = PairingFactory(programme=programme, mentees=[leads, follows])
    for one in (follows, leads):
        meeting = MeetingFactory(pairing=pair)
        Presence.objects.filter(meeting=meeting, mentee=leads).update(was_there=False)
        Presence.objects.filter(meeting=meeting, mentee=follows).update(confirmed=True, comment=WORDS)
        for who in (leads, follows):
            Pulse.objects.create(school=pair.school, meeting=meeting, mentee=who, useful=4, comfort=5)
        case = CareCase.objects.create(
            school=pair.school, mentee=one, decision="group" if one == follows else "search", decided_on=DAY
        )
        CareStep.objects.create(school=pair.school, case=case, decision=case.decision, day=DAY)
        CareCall.objects.create(school=pair.school, mentee=one, mentor=pair.mentor, found_on=DAY)
        MenteeDoor.objects.create(school=pair.school, mentee=one, link_hash=one.pk, code_hash=one.pk)
        PlanFactory(pairing=pair, mentee=one, goal=f"Цель {one.pk}")
    CareCase.objects.filter(mentee=follows).update(decided_on=date(2022, 3, 20))
    PairingMentee.objects.filter(mentee=leads).update(left_on=DAY)

    joined(leads, follows)

    assert PairingMentee.objects.get().left_on is None
    assert [(one.was_there, one.confirmed, one.comment) for one in Presence.objects.all()] == [(True, True, WORDS)] * 2
    assert Pulse.objects.count() == 2
    case = CareCase.objects.get()
    assert (case.mentee, case.decision, case.steps.count()) == (leads, "group", 2)
    assert CareCall.objects.count() == MenteeDoor.objects.count() == 1
    plans = DevelopmentPlan.objects.filter(mentee=leads)
    assert [one.goal for one in plans if one.deleted_at is None] == [f"Цель {leads.pk}"]
    assert plans.count() == 2


def test_the_open_door_of_the_two_stays(programme, mentee, joined, school):
    leads, follows = mentee(), mentee()
    MenteeDoor.objects.create(school=school, mentee=leads, link_hash="1", code_hash="1", closed_at="2022-03-01T00:00Z")
    opened = MenteeDoor.objects.create(school=school, mentee=follows, link_hash="2", code_hash="2")

    joined(leads, follows)

    assert (MenteeDoor.objects.get().pk, MenteeDoor.objects.get().mentee) == (opened.pk, leads)


def test_everything_of_a_joined_mentor_comes_along(programme, mentee, joined):
    leads, follows = MentorFactory(programme=programme), MentorFactory(programme=programme)
    pair = PairingFactory(programme=programme, mentor=follows, mentees=[mentee()])
    other = PairingFactory(programme=programme, mentees=[mentee()])
    MeetingFactory(pairing=other, mentor=follows)
    Substitution.objects.create(school=pair.school, pairing=other, mentor=follows, starts_on=DAY, ends_on=DAY)
    itself = Substitution.objects.create(school=pair.school, pairing=pair, mentor=leads, starts_on=DAY, ends_on=DAY)
    CareCall.objects.create(school=pair.school, mentee=mentee(), mentor=follows, found_on=DAY)
    before = rows_of(Mentor, follows)

    joined(leads, follows)

    assert before == places_of(Mentor)
    assert rows_of(Mentor, follows) == set()
    assert Substitution.objects.get(pk=itself.pk).deleted_at is not None


def test_letters_and_portfolios_of_a_joined_person_come_along_once(programme, mentee, joined):
    leads, follows = mentee(), mentee()
    pair = PairingFactory(programme=programme, mentees=[follows])
    meeting = MeetingFactory(pairing=pair)
    for one in (leads.person, follows.person):
        PairLetter.objects.create(school=pair.school, pairing=pair, person=one, about=one, side="mentee", subject="П")
        MeetingLetter.objects.create(school=pair.school, meeting=meeting, person=one)
        Portfolio.objects.create(school=pair.school, person=one, starts_on=DAY, ends_on=DAY)

    joined(leads, follows)

    assert rows_of(Person, follows.person) == set()
    assert PairLetter.objects.count() == MeetingLetter.objects.count() == 1
    assert Portfolio.objects.count() == 2
    move_person(leads.person, follows.person)


def test_of_an_erased_mentee_no_words_stay_and_the_figures_do(programme, mentee, member, committed):
    one = mentee()
    pair = PairingFactory(programme=programme, mentees=[one])
    _meeting, _plan, _report, paper = everything_of(pair, one)

    with committed(execute=True):
        erase(person=one.person, reason="Заявление родителей", by=member().user)

    told = {model.__name__ for model in apps.get_app_config("pairs").get_models() if WORDS in tells(model)}
    assert told == {"PaidTerms"}  # the mentor's own, who is still there
    assert MentorReport.objects.get().facts == {"meetings": 4, "goals": [], "lines": [], "visits": []}
    assert not CareNote.objects.exists()
    assert not MenteeDoor.objects.exists()
    assert not default_storage.exists(paper.file.name)
    assert (Meeting.objects.get().minutes, Pulse.objects.get().useful, HelpCall.objects.count()) == (45, 4, 1)
    assert (PairFile.objects.get(kind="agreement").file_name, PlanItem.objects.count()) == ("", 1)


def test_who_is_left_in_a_group_keeps_its_words_but_those_that_tell_the_name(programme, mentee, member):
    going = mentee(person=PersonFactory(school=programme.school, surname="Щукина", given_name="Анна", patronymic=""))
    stays = mentee()
    pair = PairingFactory(programme=programme, mentees=[going, stays])
    kept, named = MeetingFactory(pairing=pair, done=WORDS), MeetingFactory(pairing=pair, done="Анна Щукина опоздала")
    note = CareNote.objects.create(school=pair.school, mentee=stays, day=DAY, text="Ссора с Щукиной? Анна Щукина")
    facts = {"pairs": [{"mentees": "Щукина Анна", "meetings": 4}]}
    Portfolio.objects.create(
        school=pair.school, person=pair.mentor.person, starts_on=DAY, ends_on=DAY, facts=facts, confirmed_on=DAY
    )

    report = MentorReport.objects.create(
        school=pair.school, pairing=pair, starts_on=DAY, ends_on=DAY, facts={"visits": [["Щукина\u00a0А.", 3]]}
    )

    erase(person=going.person, reason="Заявление родителей", by=member().user)

    report.refresh_from_db()
    assert report.facts == {"visits": [["", 3]]}
    kept.refresh_from_db()
    named.refresh_from_db()
    note.refresh_from_db()
    assert kept.done == WORDS
    assert "Щукина" not in named.done
    assert "Щукина" not in note.text
    assert Portfolio.objects.get().facts == {"pairs": [{"mentees": "", "meetings": 4}]}


def test_an_erased_mentor_takes_terms_and_remarks_along_and_leaves_the_mentees_words(programme, mentee, member):
    one = mentee()
    pair = PairingFactory(programme=programme, mentees=[one])
    everything_of(pair, one)
    Portfolio.objects.create(
        school=pair.school, person=pair.mentor.person, starts_on=DAY, ends_on=DAY, awards=WORDS, facts={"x": WORDS}
    )

    erase(person=pair.mentor.person, reason="По заявлению", by=member().user)

    meeting = Meeting.objects.get()
    assert (meeting.done, meeting.remark) == (WORDS, "")
    assert WORDS not in tells(PaidTerms) + tells(Portfolio) + tells(AttentionPause)
    assert PlanItem.objects.get().task == WORDS
    assert PairFile.objects.filter(kind="material", title="Памятка").exists()
    assert not PairFile.objects.filter(title=WORDS).exists()


def test_a_closed_note_is_in_no_line_of_the_log(programme, mentee, member):
    write_note(mentee=mentee(), day=DAY, text=WORDS, by=member("psychologist").user)

    assert WORDS not in str(list(AuditEvent.objects.values()))


def test_who_sees_my_data_tells_what_pairs_keep_and_nothing_of_closed_notes(programme, mentee, client_of, member):
    membership = member("mentee")
    one = mentee(person=PersonFactory(school=programme.school, user=membership.user))
    everything_of(PairingFactory(programme=programme, mentees=[one]), one)
    MeetingFactory(pairing=PairingFactory(programme=programme, mentees=[mentee()]))

    page = client_of(membership).get("/me/data/").content.decode()

    assert counts_of(one.person) == {
        "pairs": 1,
        "meetings": 1,
        "said": 2,
        "plans": 1,
        "reports": 0,
        "portfolios": 0,
        "calls": 1,
    }
    assert WORDS not in page
