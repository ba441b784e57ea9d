"""Before and after: who is compared, what is said, what is counted."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from mentorship.monitoring.baseline import baseline_of
from mentorship.monitoring.impact import comparisons, part_of, quantities_of, quantity_words, sentence
from mentorship.monitoring.models import Measurement, Quantity
from mentorship.monitoring.services import quantities as acts
from mentorship.monitoring.statistics import Verdict, change
from mentorship.programmes.models import AuditEvent, MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MeetingFactory, MenteeFactory, PairingFactory, ProgrammeFactory, StageFactory
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


def people(programme, count):
    return [MenteeFactory(programme=programme).person.public_id for _number in range(count)]


def waves(programme, subjects, before=3, after=lambda place: 4 + place):
    first = campaign_of(programme, "before-pupil-pupil-mentee:adult")
    last = campaign_of(programme, "after-pupil-pupil-mentee:adult")
    for place, who in enumerate(subjects):
        answer(first, who, day=date(2022, 2, 1), comfort=before)
        answer(last, who, comfort=min(after(place), 10))
    return first, last


def comfort_of(programme):
    (one,) = comparisons(programme, DAY)
    return one, next((found for found in one.constructs if found.code == "comfort"), None)


def test_only_those_are_compared_who_answered_both(programme):
    first, last = waves(programme, people(programme, 7))
    answer(first, people(programme, 1)[0], day=date(2022, 2, 1), comfort=10)
    answer(last, people(programme, 1)[0], comfort=1)

    one, comfort = comfort_of(programme)

    assert (one.form, one.side, one.both) == ("Ученик – ученик", "mentee", 7)
    assert (comfort.change.n, comfort.change.grew) == (7, 7)
    assert comfort.change.verdict == Verdict.ROSE


def test_questionnaires_without_names_are_never_joined(programme):
    subjects = people(programme, 8)
    first = campaign_of(programme, "before-pupil-pupil-mentee:adult", is_anonymous=True)
    last = campaign_of(programme, "after-pupil-pupil-mentee:adult")
    for who in subjects:
        answer(first, who, comfort=3)
        answer(last, who, comfort=9)

    one, comfort = comfort_of(programme)

    assert one.both == 0
    assert comfort is None or comfort.change.n == 0
    assert part_of(one).chart is None


def test_of_five_people_the_part_tells_no_mean(programme):
    waves(programme, people(programme, 5))

    row = next(row for row in part_of(comfort_of(programme)[0]).table.rows if "легко" in row[0])

    assert row[1:5] == ["—", "—", "—", "—"]
    assert "5" in row[5]


def test_the_school_may_say_which_campaigns_are_compared(programme):
    subjects = people(programme, 6)
    first, last = waves(programme, subjects)
    other = campaign_of(programme, "before-pupil-pupil-mentee:adult")
    for who in subjects:
        answer(other, who, day=date(2022, 2, 2), comfort=10)
    form = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
    Measurement.objects.create(
        school=programme.school, programme=programme, form=form, side="mentee", before=first, after=last
    )

    assert comfort_of(programme)[1].change.before == 3


def test_the_number_of_queries_does_not_grow_with_answers(programme):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            comparisons(programme, DAY)
        return len(queries)

    waves(programme, people(programme, 1))
    few = cost()
    campaigns = [one.campaign for wave in comparisons(programme, DAY) for one in (*wave.before, *wave.after)]
    for who in people(programme, 20):
        for campaign in campaigns:
            answer(campaign, who, comfort=5)

    assert cost() == few <= 5


def test_the_words_never_say_more_than_the_numbers():
    assert "5" in sentence(change([1] * 5, [9] * 5))
    steady = sentence(change([1] * 6, [2, 3, 4, 5, 6, 7]))
    chance = sentence(change([5] * 8, [6, 4] * 4))
    assert steady != chance
    assert steady.startswith(chance[:3])


@pytest.mark.parametrize(
    ("before", "after", "fewer", "words"),
    [
        (10, 14, False, ["10", "14", "+4", "140\xa0%"]),
        (10, 4, True, ["10", "4", "−6", "40\xa0%"]),
        (0, 3, False, ["0", "3", "+3", "—"]),
        (None, 3, False, ["—", "3", "—", "—"]),
    ],
)
def test_the_quantitative_form(programme, before, after, fewer, words):
    row = Quantity(programme=programme, title="Проекты", before=before, after=after, fewer_is_better=fewer)

    assert quantity_words(row)[:4] == words


def test_fewer_is_better_turns_the_judgement():
    more, fewer = Quantity(before=5, after=3), Quantity(before=5, after=3, fewer_is_better=True)

    assert quantity_words(more)[4] != quantity_words(fewer)[4]
    assert quantity_words(Quantity(before=5, after=5))[4] not in (quantity_words(more)[4], quantity_words(fewer)[4])


def test_the_usual_rows_come_once(programme):
    form = MentoringForm.objects.create(school=programme.school, title="Учитель – учитель")
    programme.forms.add(form, through_defaults={"school": programme.school})

    added = acts.add_usual(programme=programme, by=None)

    assert added == Quantity.objects.count() > 0
    assert acts.add_usual(programme=programme, by=None) == 0


def test_a_row_is_added_counted_taken_out_and_put_back(client_of, programme):
    client = client_of()
    client.post("/monitoring/quantities/new/", {"title": "Проекты", "before": "12,5", "version": "1"})
    row = Quantity.objects.get()
    assert (float(row.before), row.before_on) == (12.5, DAY)

    address = f"/monitoring/quantities/{row.public_id}/"
    body = {"title": "Проекты", "before": "12,5", "before_on": "31.05.2022", "after": "15", "version": row.version}
    assert client.post(address, body).status_code == 302
    assert client.post(address, body | {"after": "16"}).status_code == 409
    assert "+2,5" in client.get("/monitoring/impact/").content.decode()

    client.post(f"{address}delete/")
    assert client.get(address).status_code == 404
    client.post(f"{address}restore/")
    assert client.get(address).status_code == 200


def test_what_is_no_number_is_refused_with_what_was_typed(client_of, programme):
    response = client_of().post("/monitoring/quantities/new/", {"title": "Проекты", "before": "много", "version": "1"})

    assert response.status_code == 422
    assert "много" in response.content.decode()


def test_a_row_of_another_school_is_not_there(client_of, programme, other_school):
    with scope(school=other_school):
        foreign = Quantity.objects.create(
            school=other_school, programme=ProgrammeFactory(school=other_school), title="Чужое"
        )
    client = client_of()

    assert client.get(f"/monitoring/quantities/{foreign.public_id}/").status_code == 404
    assert client.post(f"/monitoring/quantities/{foreign.public_id}/delete/").status_code == 404


def test_only_the_coordinator_counts(client_of, member, programme):
    for role in (Role.DIRECTOR, Role.PSYCHOLOGIST):
        assert client_of(member(role)).get("/monitoring/quantities/new/").status_code == 403
        assert client_of(member(role)).get("/monitoring/impact/").status_code == 200


def test_what_lacks_of_the_measurement_before_is_said_while_it_can_be_made(programme, client_of):
    form = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
    programme.forms.add(form, through_defaults={"school": programme.school})
    found = baseline_of(programme, DAY)
    assert {(one.form, one.side) for one in found.missing} == {
        ("Ученик – ученик", "mentee"),
        ("Ученик – ученик", "mentor"),
    }
    assert all(one.url for one in found.missing)
    assert not found.late
    assert "анкету" in client_of().get("/today/").content.decode()

    campaign_of(programme, "before-pupil-pupil-mentee:adult")
    MeetingFactory(pairing=PairingFactory(programme=programme, form=form), day=date(2022, 4, 1))
    found = baseline_of(programme, DAY)
    assert [one.side for one in found.late] == ["mentor"]
    assert found.in_time == []
    page = client_of().get("/monitoring/impact/").content.decode()
    assert "1\xa0апреля 2022" in page or "1 апреля 2022" in page


def test_the_first_meeting_of_one_form_does_not_end_the_time_of_another(programme):
    for title in ("Ученик – ученик", "Учитель – учитель"):
        programme.forms.add(
            MentoringForm.objects.create(school=programme.school, title=title),
            through_defaults={"school": programme.school},
        )
    form = MentoringForm.objects.get(title="Ученик – ученик")
    MeetingFactory(pairing=PairingFactory(programme=programme, form=form), day=date(2022, 4, 1))

    found = baseline_of(programme, DAY)

    assert {one.form for one in found.late} == {"Ученик – ученик"}
    assert {(one.form, one.first_met) for one in found.in_time} == {("Учитель – учитель", None)}

    MeetingFactory(pairing=PairingFactory(programme=programme, form=None), day=date(2022, 3, 1))
    assert {one.form for one in baseline_of(programme, DAY).late} == {"Ученик – ученик", "Учитель – учитель"}


def test_the_files_of_the_impact_open(programme, client_of):
    waves(programme, people(programme, 8))
    Quantity.objects.create(school=programme.school, programme=programme, title="Проекты", before=1, after=2)
    client = client_of()

    for extension, head in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")):
        assert client.get(f"/monitoring/impact/impact.{extension}").content.startswith(head)
    assert client.get("/monitoring/impact/impact.exe").status_code == 404


def test_the_stage_that_gathers_people_says_what_lacks(programme, roadmap, client_of):
    form = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
    programme.forms.add(form, through_defaults={"school": programme.school})
    gathers = StageFactory(roadmap=roadmap, title="Формирование базы наставляемых")
    other = StageFactory(roadmap=roadmap, title="Отбор и обучение наставников")
    client = client_of()

    assert "before-pupil-pupil-mentee" in client.get(f"/stages/{gathers.pk}/").content.decode()
    assert "before-pupil-pupil-mentee" not in client.get(f"/stages/{other.pk}/").content.decode()


def test_a_row_is_of_a_form_and_stands_once_however_often_it_is_sent(client_of, programme):
    form = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
    client, body = client_of(), {"title": "Проекты", "version": "1", "form": form.pk}

    assert client.post("/monitoring/quantities/new/", body).status_code == 302
    second = client.post("/monitoring/quantities/new/", body)

    assert second.status_code == 422
    assert "Проекты" in second.content.decode()
    assert Quantity.objects.get().form == form
    assert client.post("/monitoring/quantities/new/", body | {"form": ""}).status_code == 302


def test_a_row_is_neither_renamed_nor_put_back_into_a_second_one(client_of, programme):
    client, body = client_of(), {"title": "Проекты", "version": "1"}
    for title in ("Проекты", "Кружки"):
        client.post("/monitoring/quantities/new/", body | {"title": title})
    first, second = Quantity.objects.order_by("pk")

    refused = client.post(f"/monitoring/quantities/{second.public_id}/", body | {"unit": "штук"})
    assert refused.status_code == 422
    assert "штук" in refused.content.decode()

    client.post(f"/monitoring/quantities/{first.public_id}/delete/")
    client.post("/monitoring/quantities/new/", body)
    client.post(f"/monitoring/quantities/{first.public_id}/restore/")
    assert Quantity.objects.filter(title="Проекты", deleted_at=None).count() == 1


def test_the_log_tells_the_two_days_of_a_row_apart(client_of, programme):
    client, body = client_of(), {"title": "Проекты", "version": "1"}
    client.post("/monitoring/quantities/new/", body)
    row = Quantity.objects.get()

    days = {"before_on": "01.05.2022", "after_on": "30.05.2022"}
    client.post(f"/monitoring/quantities/{row.public_id}/", body | days | {"version": row.version})

    changes = AuditEvent.objects.get(action="quantity.edited").changes
    assert sorted(after for _before, after in changes.values()) == ["01.05.2022", "30.05.2022"]


def test_what_was_counted_stands_under_its_form_and_what_is_of_all_forms_last(programme, client_of):
    later, first = (
        MentoringForm.objects.create(school=programme.school, title=title, position=position)
        for title, position in (("Ученик – ученик", 2), ("Учитель – ученик", 1))
    )
    row = {"school": programme.school, "programme": programme}
    for title, form in (("Призы", None), ("Кружки", later), ("Олимпиады", first)):
        Quantity.objects.create(**row, title=title, form=form, before=10, after=14)

    assert [(form, [one.title for one in rows]) for form, rows in quantities_of(programme)] == [
        ("Учитель – ученик", ["Олимпиады"]),
        ("Ученик – ученик", ["Кружки"]),
        ("Все формы вместе", ["Призы"]),
    ]
    page = client_of().get("/monitoring/impact/").content.decode()
    assert page.index("Олимпиады") < page.index("Кружки") < page.index("Призы")
    for extension in ("pdf", "xlsx", "docx"):
        assert client_of().get(f"/monitoring/impact/impact.{extension}").status_code == 200
