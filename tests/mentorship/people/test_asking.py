"""What the registers give to questionnaires: whom to ask, whom to choose among, who is behind a card."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.people.services import merging
from mentorship.programmes.models import AuditEvent, MentoringForm
from mentorship.programmes.roles import Role
from surveys import sources
from surveys.audience import invitees_of, withheld_of
from surveys.content import Kind, Question
from surveys.mine import open_questionnaires
from surveys.models import Campaign, Invitation, SurveyLetter
from surveys.services.campaigns import open_campaign
from surveys.services.letters import invite_by_letter
from tests.factories import (
    MenteeFactory,
    MentorFactory,
    PersonFactory,
    SchoolClassFactory,
    SurveyVersionFactory,
    TagFactory,
)
from tests.mentorship.people.asking import DAY, answer, campaign_of, consent, ticket_of

MENTEES = [{"source": "people.mentees", "values": ["all"]}]


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 3, 14)


def asked(programme, *values, source="people.mentees"):
    audience = [{"source": source, "values": list(values)}]
    return {one.subject for one in invitees_of(programme, audience)}


def mentee(programme, *, agreed=True, **fields):
    row = MenteeFactory(programme=programme, **fields)
    if agreed:
        consent(row.person)
    return row


def cards(*rows):
    return {row.person.public_id for row in rows}


def test_nobody_without_a_consent_in_force_is_asked_and_the_reason_is_said(school_scope, programme):
    agreed, silent, gone = mentee(programme), mentee(programme, agreed=False), mentee(programme, agreed=False)
    consent(gone.person, withdrawn_on=date(2022, 3, 1))

    assert asked(programme, "all") == cards(agreed)
    held = dict(withheld_of(programme, MENTEES))
    assert set(held) == {silent.person.full_name, gone.person.full_name}
    assert "согласия на обработку" in held[silent.person.full_name] or "consent" in held[silent.person.full_name]


def test_filters_of_one_sort_widen_and_of_two_sorts_narrow(school_scope, programme):
    first, second = (MentoringForm.objects.create(school=programme.school, title=one) for one in ("А", "Б"))
    new = mentee(programme, form=first)
    answered = mentee(programme, form=first, answered_on=DAY)
    other = mentee(programme, form=second)
    left = mentee(programme, left_on=date(2022, 3, 1))

    assert asked(programme, "all") == cards(new, answered, other)
    assert asked(programme, f"form:{first.pk}", f"form:{second.pk}") == cards(new, answered, other)
    assert asked(programme, f"form:{first.pk}", "unanswered") == cards(new)
    assert asked(programme, "state:questionnaire") == cards(answered)
    assert asked(programme, "unpaired") == cards(new, answered, other)
    assert asked(programme, "nonsense") == asked(programme) == set()
    counts = {value: count for value, _title, count in sources.audiences["people.mentees"].choices(programme)}
    assert counts["all"] == 3
    assert (counts[f"form:{first.pk}"], counts["unanswered"], counts["unpaired"]) == (2, 2, 3)
    assert left.person.public_id not in asked(programme, "all")


def test_pupils_of_a_class_are_asked_whether_they_take_part_or_not(school_scope, programme):
    classes = [SchoolClassFactory(school=programme.school, grade=grade) for grade in (8, 9)]
    here, there = (PersonFactory(school=programme.school, school_class=one) for one in classes)
    gone = PersonFactory(school=programme.school, school_class=classes[0], has_left=True)
    for person in (here, there, gone):
        consent(person)

    assert asked(programme, str(classes[0].pk), source="people.classes") == {here.public_id}
    choices = sources.audiences["people.classes"].choices(programme)
    assert choices == [(str(one.pk), str(one), 1) for one in classes]
    (invitee,) = invitees_of(programme, [{"source": "people.classes", "values": [str(classes[0].pk)]}])
    assert invitee.group == str(classes[0])


def test_a_person_of_two_registers_and_of_the_staff_gets_one_ticket(school_scope, programme, member):
    user = member("mentor").user
    person = PersonFactory(school=programme.school, kind="teacher", user=user, email="")
    consent(person)
    MentorFactory(programme=programme, person=person)
    audience = [{"source": "staff", "values": ["mentor"]}, {"source": "people.mentors", "values": ["all"]}]
    campaign = campaign_of(programme, state="draft", audience=audience, opens_on=DAY)

    open_campaign(campaign, by=user)

    ticket = Invitation.objects.get()
    assert (ticket.subject, ticket.user) == (person.public_id, None)
    assert [one.pk for one in open_questionnaires(user, DAY)] == [ticket.pk]
    answer(campaign, ticket=ticket)
    assert open_questionnaires(user, DAY) == []


def test_a_card_with_an_account_hears_by_the_bell_and_gets_no_second_letter(school_scope, programme, member):
    user = member("mentor").user
    person = PersonFactory(school=programme.school, kind="teacher", user=user, email="home@mail.test")
    campaign = campaign_of(programme, opens_on=DAY)
    ticket = ticket_of(campaign, person)

    invite_by_letter(campaign, [ticket], day=DAY)

    assert not SurveyLetter.objects.exists()
    assert user.notifications.filter(object_id=ticket.pk).exists()


def test_who_has_taken_the_consent_back_hears_nothing_more(school_scope, programme, member):
    user = member("mentor").user
    person = PersonFactory(school=programme.school, kind="teacher", user=user, email="home@mail.test")
    consent(person, withdrawn_on=date(2022, 3, 1))
    campaign = campaign_of(programme, opens_on=DAY)

    invite_by_letter(campaign, [ticket_of(campaign, person)], day=DAY)

    assert not SurveyLetter.objects.exists()
    assert not user.notifications.exists()


def test_only_who_has_not_taken_the_consent_back_is_written_to(school_scope, school):
    people = [PersonFactory(school=school, email=f"p{number}@mail.test") for number in range(3)]
    consent(people[0])
    consent(people[1], withdrawn_on=date(2022, 3, 1))

    assert sources.addresses_of([one.public_id for one in people]) == {
        people[0].public_id: "p0@mail.test",
        people[2].public_id: "p2@mail.test",
    }


def test_a_name_of_an_erased_person_is_known_to_nobody(school_scope, school):
    person, erased = PersonFactory(school=school), PersonFactory(school=school, anonymised_at="2022-03-01T00:00Z")

    assert sources.names_of([person.public_id, erased.public_id]) == {person.public_id: person.full_name}


def test_people_are_offered_for_choice_but_oneself_the_refused_and_other_forms(school_scope, programme):
    first, second = (MentoringForm.objects.create(school=programme.school, title=one) for one in ("А", "Б"))
    asker = mentee(programme, form=first)
    mine, any_form, other, refused, silent = (
        MentorFactory(programme=programme, form=form) for form in (first, None, second, first, first)
    )
    refused.swap(refused.version, decision="refused", decided_on=DAY)
    for row in (mine, any_form, other, refused):
        consent(row.person)
    MentorFactory(programme=programme, person=asker.person)
    ticket = ticket_of(campaign_of(programme), asker.person)
    question = Question("wished", Kind.RANKING, "С кем?", source="people.mentors")

    keys = {key for key, _text in sources.options_of(question, programme, ticket)}

    assert keys == {str(mine.public_id), str(any_form.public_id)}
    assert str(silent.public_id) not in keys
    labels = sources.option_sources["people.mentors"].labels([str(other.public_id)])
    assert labels == {str(other.public_id): other.person.full_name}


def test_a_merged_word_leads_to_the_word_that_the_school_uses(school_scope, programme, school):
    algebra = TagFactory(school=school, title="Алгебра", key="алгебра")
    maths = TagFactory(school=school, title="Математика", key="математика", merged_into=algebra)
    source = sources.option_sources["people.subjects"]

    assert source.options(programme, None) == [(str(algebra.pk), "Алгебра")]
    assert source.labels([str(maths.pk), "x", "99999"]) == {str(maths.pk): "Алгебра"}


def test_the_questions_ask_no_more_for_more_people(school_scope, programme):
    def queries(count):
        for _number in range(count):
            mentee(programme, person__school_class=SchoolClassFactory(school=programme.school))
        with CaptureQueriesContext(connection) as found:
            invitees_of(programme, MENTEES)
            withheld_of(programme, MENTEES)
            sources.audiences["people.mentees"].choices(programme)
            sources.option_sources["people.mentees"].options(programme, None)
        return len(found)

    assert queries(2) == queries(20)


def test_who_has_no_consent_is_asked_on_a_ground_in_words_and_the_log_tells(programme, client_of, school_scope):
    agreed, silent = mentee(programme), mentee(programme, agreed=False)
    campaign = campaign_of(programme, state="draft", audience=MENTEES, opens_on=DAY, is_anonymous=False)
    client, check = client_of("coordinator"), reverse("campaign_check", args=[campaign.public_id])
    assert silent.person.full_name in client.get(check).content.decode()

    client.post(check, {"ground": "Приказ № 7"})
    html = client.get(check).content.decode()
    assert "Приказ № 7" in html
    assert silent.person.full_name not in html
    client.post(check)

    assert {one.subject for one in Invitation.objects.all()} == cards(agreed, silent)
    entry = AuditEvent.objects.get(action="consent.overridden")
    assert ["", "Приказ № 7"] in entry.changes.values()
    assert ["", str(silent.person.pk)] in entry.changes.values()


def test_a_class_teacher_has_no_ground_of_ones_own(programme, client_of, school_scope):
    from mentorship.programmes.models import MembershipClass

    client = client_of("class_teacher")
    here = SchoolClassFactory(school=programme.school)
    MembershipClass.objects.create(school=programme.school, membership=client.membership, school_class=here)
    PersonFactory(school=programme.school, school_class=here)
    audience = [{"source": "people.classes", "values": [str(here.pk)]}]
    campaign = campaign_of(programme, state="draft", audience=audience, created_by=client.membership.user)

    client.post(reverse("campaign_check", args=[campaign.public_id]), {"ground": "Мне надо"})

    assert Campaign.objects.get().audience == audience
    assert not Invitation.objects.exists()


def test_joined_cards_bring_their_tickets_and_answers(school_scope, programme, member):
    winner, loser = PersonFactory(school=programme.school), PersonFactory(school=programme.school)
    both, one = campaign_of(programme), campaign_of(programme)
    mine, theirs = ticket_of(both, winner), ticket_of(both, loser)
    moved = ticket_of(one, loser)

    merging.merge(
        winner=winner,
        loser=loser,
        versions=[1, 1],
        values={},
        participations={},
        by=member("coordinator").user,
    )

    for ticket in (mine, theirs, moved):
        ticket.refresh_from_db()
    assert (mine.subject, mine.revoked_at, moved.subject) == (winner.public_id, None, winner.public_id)
    assert theirs.revoked_at
    assert Person.objects.living().get() == winner


@pytest.mark.parametrize("code", ["mentee.subjects", "mentor.competences", "mentor.interests"])
def test_a_field_of_words_takes_words_of_its_own_list_alone(code):
    binding = sources.bindings[code]

    assert binding.source == f"people.{code.split('.')[1]}"
    assert Kind.WORDS in binding.kinds


def test_the_builder_offers_fields_and_lists_that_fit(programme, client_of, school_scope):
    content = {"sections": [{"key": "s", "questions": [{"key": "q", "kind": "words", "text": "Какие предметы?"}]}]}
    draft = SurveyVersionFactory(survey__school=programme.school, state="draft", published_at=None, content=content)
    client, address = client_of("coordinator"), f"/surveys/{draft.survey.public_id}/build/"
    html = client.get(f"{address}?edit=q-q").content.decode()
    assert 'value="mentor.subjects"' in html
    assert 'value="people.subjects"' in html
    assert 'value="mentor.capacity"' not in html
    body = {"text": "Какие предметы?", "kind": "words", "binding": "mentor.subjects"}
    body["seen"] = re.search(r'name="seen" value="(\w+)"', html)[1]

    assert client.post(f"{address}q/q/", body | {"source": "people.interests"}).status_code == 422
    assert client.post(f"{address}q/q/", body | {"source": "people.subjects"}).status_code in {302, 303}

    draft.refresh_from_db()
    (question,) = draft.questionnaire.questions
    assert (question.source, question.binding) == ("people.subjects", "mentor.subjects")


def test_answers_are_divided_by_form_and_side_for_those_who_see_names(programme, client_of, school_scope):
    campaign = campaign_of(programme, [{"key": "year", "kind": "number", "text": "Год?"}])
    form = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
    for number, year in enumerate((2008, 2009, 2010)):
        person = mentee(programme, form=form if number else None).person
        answer(campaign, person, year={"number": year})
    answer(campaign, said={"surname": "Сорокин"}, year={"number": 2000})
    address = reverse("results_cross", args=[campaign.public_id])

    page = client_of(Role.COORDINATOR).get(address, {"rows": "year", "by": "@people.form"})
    cross = page.context["cross"]
    assert dict(zip(cross.titles, cross.bases, strict=True)) == {"Ученик – ученик": 2, "—": 2}
    sides = client_of(Role.COORDINATOR).get(address, {"rows": "year", "by": "@people.side"}).context["cross"]
    assert dict(zip(sides.titles, sides.bases, strict=True)) == {"наставляемые": 3, "—": 1}

    of_director = client_of(Role.DIRECTOR).get(address, {"rows": "year", "by": "@people.form"})
    assert "@people.form" not in dict(of_director.context["by"])
    assert of_director.context["cross"] is None
