"""The work list of the coordinator: found, put aside, thresholds; the list of pairs; how many questions it takes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.pairs.models import AttentionPause, HealthSettings, Pairing, PairingMentee, Pulse
from mentorship.people.models import Mentee, Mentor, Person
from mentorship.programmes.roles import Role
from tests.factories import MeetingFactory, MenteeFactory, PairingFactory
from tests.housekeeping import with_statistics

DAY = date(2022, 4, 20)
SEE = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.PSYCHOLOGIST}


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 20)


@pytest.fixture
def pair(programme):
    def make(met=3, **fields):
        made = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)], **fields)
        made.met = MeetingFactory(pairing=made, day=DAY - timedelta(days=met))
        return made

    return make


def listed(client, address="/pairs/attention/"):
    return [one.pk for one in client.get(address).context["page_obj"]]


@pytest.mark.parametrize("role", Role)
def test_who_comes_in(role, client_of, pair):
    row, client = pair(met=30), client_of(role)
    sees = {"/pairs/attention/": SEE, f"/pairs/{row.public_id}/attention/no_meeting/": {Role.COORDINATOR}}
    sees |= {"/pairs/attention/settings/": {Role.COORDINATOR}}

    assert {path for path in sees if client.get(path).status_code == 200} == {
        path for path, roles in sees.items() if role in roles
    }


def test_pairs_with_reasons_are_listed_with_what_to_do(client_of, pair):
    pair()
    late = pair(met=30)
    client = client_of()

    page = client.get("/pairs/attention/").content.decode()

    assert listed(client) == [late.pk]
    assert listed(client, "/pairs/attention/?reason=no_meeting") == [late.pk]
    assert listed(client, "/pairs/attention/?reason=no_plan") == []
    assert f"/pairs/{late.public_id}/meetings/plan/" in page
    assert f"/pairs/{late.public_id}/attention/no_meeting/" in page


@pytest.mark.parametrize("query", ["reason=x", "coordinator=x", "page=x", "q=%00"])
def test_a_filter_that_cannot_be_read_breaks_nothing(query, client_of, pair):
    pair(met=30)

    assert client_of().get(f"/pairs/attention/?{query}").status_code == 200


def test_a_reason_is_put_aside_until_a_day_and_taken_back(client_of, pair):
    late, client = pair(met=30), client_of()
    address = f"/pairs/{late.public_id}/attention/no_meeting/"

    for wrong in ("20.04.2022", "20.04.2023", "когда-нибудь"):
        answer = client.post(address, {"until": wrong, "note": "Звонила наставнику"})
        assert answer.status_code == 422
        assert "Звонила наставнику" in answer.content.decode()
    for _press in range(2):
        client.post(address, {"until": "27.04.2022", "note": "Звонила наставнику"})
    assert AttentionPause.objects.get().note == "Звонила наставнику"
    assert listed(client) == []

    client.post(f"{address}back/")
    assert listed(client) == [late.pk]


def test_nonsense_reasons_and_other_schools_are_not_there(client_of, pair, other_school):
    row = pair()

    assert client_of().get(f"/pairs/{row.public_id}/attention/nonsense/").status_code == 404


def test_the_thresholds_are_the_schools_and_two_people_lose_nothing(client_of, pair, school):
    row, client = pair(met=10), client_of()
    form = client.get("/pairs/attention/settings/").context["form"]
    body = {name: form[name].value() for name in form.fields}

    assert client.post("/pairs/attention/settings/", body | {"no_meeting_days": "0"}).status_code == 422
    client.post("/pairs/attention/settings/", body | {"no_meeting_days": "10"})
    assert listed(client) == [row.pk]
    assert HealthSettings.objects.get().no_meeting_days == 10

    late = client.post("/pairs/attention/settings/", body | {"no_meeting_days": "12"})
    assert late.status_code == 409


def test_the_card_shows_reasons_and_both_sides_to_those_who_may(client_of, pair):
    row = pair(met=30)
    mentee = row.mentees.get()
    for side, mark in ((None, 5), (mentee, 2)):
        Pulse.objects.create(school=row.school, meeting=row.met, mentee=side, useful=mark, comfort=mark)

    page = client_of("psychologist").get(row.get_absolute_url()).content.decode()

    assert "3,0" in page
    assert "health-title" in page
    assert "health-title" not in client_of("class_teacher").get("/today/").content.decode()


def test_the_first_page_of_the_coordinator_says_how_many(client_of, pair):
    pair(met=30)

    assert "/pairs/attention/" in client_of().get("/today/").content.decode()
    assert "attention-title" not in client_of("deputy").get("/today/").content.decode()


def test_the_list_of_pairs_shows_and_filters_by_health(client_of, pair):
    fine, late = pair(), pair(met=30)
    client = client_of()

    assert listed(client, "/pairs/?health=needs") == [late.pk]
    assert listed(client, "/pairs/?health=fine") == [fine.pk]
    assert set(listed(client, "/pairs/")) == {fine.pk, late.pk}


def many(programme, count):
    """So many pairs with a meeting each, made as quickly as they can be."""
    school = programme.school

    def people(kind, letter):
        return Person.objects.bulk_create(
            Person(school=school, kind=kind, surname=f"{letter}{number}", name_key=f"{letter}{number}", same_key="")
            for number in range(count)
        )

    mentors = Mentor.objects.bulk_create(
        Mentor(school=school, programme=programme, person=one) for one in people("teacher", "н")
    )
    mentees = Mentee.objects.bulk_create(
        Mentee(school=school, programme=programme, person=one) for one in people("pupil", "у")
    )
    pairs = Pairing.objects.bulk_create(
        Pairing(school=school, programme=programme, mentor=one, state="at_work", starts_on=DAY - timedelta(days=90))
        for one in mentors
    )
    PairingMentee.objects.bulk_create(
        PairingMentee(school=school, pairing=pair, mentee=mentee) for pair, mentee in zip(pairs, mentees, strict=True)
    )
    with_statistics()


@pytest.mark.parametrize("address", ["/pairs/", "/pairs/attention/"])
def test_five_hundred_pairs_take_twelve_queries_at_most(address, client_of, programme):
    client = client_of()
    many(programme, 5)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Pairing.objects.all().delete()
    Person.objects.filter(name_key__regex="^[ну]").update(deleted_at="2022-01-01T00:00Z")
    many(programme, 500)

    with CaptureQueriesContext(connection) as lots:
        response = client.get(address)

    assert response.context["page_obj"].paginator.count == 500
    assert len(lots) == len(few) <= 12
