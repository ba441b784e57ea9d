"""The six indicators: whom they count, what they are divided by, what they should reach."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.monitoring.counting import mentors_of
from mentorship.monitoring.figures import NO_DATA, figures_of
from mentorship.monitoring.indicators import by_form, indicators_of
from mentorship.monitoring.models import Denominator, IndicatorTarget, MonitoringSettings
from mentorship.monitoring.services.indicators import type_bases
from mentorship.monitoring.starters import give_targets
from mentorship.pairs.models import Pairing, PairingMentee, PairingState
from mentorship.people.models import Mentee, Mentor, Person, PersonKind, Variant
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PairingFactory, PersonFactory, ProgrammeFactory
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 5, 31)
ENTERED = date(2021, 10, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


def pupil(programme, born=2008, make=MenteeFactory, **fields):
    person = PersonFactory(school=programme.school, kind=PersonKind.PUPIL, birth_year=born)
    return make(programme=programme, person=person, **{"entered_on": ENTERED} | fields)


def one(programme, code, day=DAY):
    return next(row for row in indicators_of(programme, day) if row.code == code)


def base(programme, code, count, day=date(2021, 9, 1)):
    return Denominator.objects.create(school=programme.school, base=code, day=day, count=count)


@pytest.mark.parametrize(("born", "count"), [(2012, 1), (2003, 1), (2013, 0), (2002, 0), (None, 0)])
def test_the_age_is_what_a_pupil_gets_in_the_year(programme, born, count):
    pupil(programme, born)

    assert one(programme, "I1").count == count


def test_who_has_no_year_of_birth_is_told_apart(programme):
    pupil(programme, None)

    assert (one(programme, "I1").count, one(programme, "I1").unknown, one(programme, "I2").unknown) == (0, 1, 0)


def test_a_mentee_of_two_pairs_is_one_and_one_who_left_stays(programme):
    row = pupil(programme, left_on=date(2022, 1, 10), entered_on=None)
    for _number in range(2):
        PairingFactory(programme=programme, mentees=[row], starts_on=ENTERED, state=PairingState.AT_WORK)

    assert one(programme, "I1").count == 1


def test_a_proposed_pair_and_a_later_entry_do_not_count(programme):
    row = pupil(programme, entered_on=None)
    PairingFactory(programme=programme, mentees=[row], state=PairingState.PROPOSED)
    pupil(programme, entered_on=date(2022, 5, 30))

    assert one(programme, "I1", date(2022, 5, 29)).count == 0
    assert one(programme, "I1").count == 1


def test_a_mentee_may_be_a_mentor_too(programme):
    mentee = pupil(programme, 2006)
    MentorFactory(programme=programme, person=mentee.person, entered_on=ENTERED)

    assert (one(programme, "I1").count, one(programme, "I2").count) == (1, 1)


def test_who_was_not_selected_mentors_nobody(programme):
    for decision in (Mentor.Decision.SELECTED, Mentor.Decision.RESERVE, Mentor.Decision.REFUSED, ""):
        MentorFactory(
            programme=programme, entered_on=ENTERED, decision=decision, decided_on=ENTERED if decision else None
        )

    assert mentors_of(programme, DAY).count() == 2


def test_a_teacher_of_another_variant_is_not_a_young_one(programme):
    form = MentoringForm.objects.create(school=programme.school, title="Учитель – учитель")
    titles = {"Опытный учитель – молодой специалист": 1, "Педагог-новатор – консервативный педагог": 0}
    for title in titles:
        variant = Variant.objects.create(school=programme.school, form=form, title=title)
        person = PersonFactory(school=programme.school, kind=PersonKind.TEACHER)
        MenteeFactory(programme=programme, person=person, variant=variant, entered_on=ENTERED)

    assert one(programme, "I3").count == 1


def test_partners_are_places_of_work_however_they_are_written(programme):
    for place in ("ООО «Звёзды»", "ООО  «Звезды»", "Завод", ""):
        person = PersonFactory(school=programme.school, kind=PersonKind.PARTNER, workplace=place)
        MentorFactory(programme=programme, person=person, entered_on=ENTERED)

    assert one(programme, "I4").count == 2


def test_a_share_of_a_base_is_counted_by_hand(programme):
    for _number in range(3):
        pupil(programme)
    base(programme, "pupils_10_19", 8)

    found = one(programme, "I1")

    assert (found.percent, found.said) == (37.5, "37,5\u00a0%")


@pytest.mark.parametrize("count", [None, 0])
def test_without_a_base_and_with_a_zero_one_there_is_no_data(programme, count):
    pupil(programme)
    if count is not None:
        base(programme, "pupils_10_19", count)

    assert one(programme, "I1").percent is None
    assert one(programme, "I1").said == str(NO_DATA)
    assert figures_of(programme, DAY)["I1"] is None
    assert figures_of(programme, DAY)["mentees_10_19"] == 1


def test_a_day_takes_the_last_base_before_it_and_the_last_typed_of_a_day(programme):
    base(programme, "pupils_10_19", 100)
    base(programme, "pupils_10_19", 200, date(2022, 1, 10))
    base(programme, "pupils_10_19", 210, date(2022, 1, 10))
    base(programme, "pupils_10_19", 300, date(2022, 6, 1))

    assert one(programme, "I1").whole == 210
    assert one(programme, "I1", date(2022, 1, 9)).whole == 100
    assert one(programme, "I1", date(2021, 8, 31)).whole is None


def test_the_target_is_of_the_year_and_the_exact_share_is_compared(programme):
    give_targets(programme.school)
    for _number in range(2):
        pupil(programme)
    base(programme, "pupils_10_19", 6)
    assert one(programme, "I1").target.percent == 35
    assert one(programme, "I1").is_reached is False

    target = IndicatorTarget.objects.get(indicator="I1", year=2022)
    target.percent = "33.34"
    target.save()
    assert (one(programme, "I1").percent, one(programme, "I1").is_reached) == (33.3, False)
    assert one(programme, "I1", date(2021, 12, 31)).target.percent == 20


def test_satisfaction_comes_from_its_own_page(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for mark in (10, 8, 7, 7, 2):
        answer(campaign, overall=mark)

    assert (one(programme, "I5").count, one(programme, "I5").whole, one(programme, "I5").percent) == (4, 5, 80)
    assert one(programme, "I6").percent is None


def test_fewer_than_five_answers_are_not_shown(programme, client_of):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for mark in (10, 8, 7):
        answer(campaign, overall=mark)

    assert "66,7" not in client_of().get("/monitoring/indicators/").content.decode()
    assert figures_of(programme, DAY)["I5"] is None


def test_forms_are_counted_apart(programme):
    first = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
    second = MentoringForm.objects.create(school=programme.school, title="Учитель – ученик", position=2)
    mentor, rows = MentorFactory(programme=programme), [pupil(programme) for _number in range(3)]
    PairingFactory(programme=programme, form=first, mentor=mentor, mentees=rows[:2], starts_on=ENTERED)
    PairingFactory(programme=programme, form=first, mentor=mentor, mentees=rows[1:2], starts_on=ENTERED)
    PairingFactory(programme=programme, form=second, mentees=rows[2:], starts_on=ENTERED)

    found = {row.title: (row.pairs, row.mentees, row.mentors) for row in by_form(programme, DAY)}

    assert found == {"Ученик – ученик": (2, 2, 1), "Учитель – ученик": (1, 1, 1)}
    figures = figures_of(programme, DAY)
    assert (figures["pupil_pupil_pairs"], figures["pupil_pupil_mentees"], figures["employer_pupil_pairs"]) == (2, 2, 0)
    assert figures.said("pupil_pupil_mentors") == "1"


def test_page_workbook_and_paper_say_the_same(programme, client_of):
    for _number in range(3):
        pupil(programme)
    base(programme, "pupils_10_19", 8)
    client = client_of()

    page = client.get("/monitoring/indicators/").content.decode()
    book = load_workbook(BytesIO(client.get("/monitoring/indicators/indicators.xlsx").content))
    paper = PdfReader(BytesIO(client.get("/monitoring/indicators/indicators.pdf").content))

    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    text = " ".join(one.extract_text() for one in paper.pages).replace("\u00a0", " ")
    assert "37,5\u00a0%" in page
    assert "37,5 %" in [cell.replace("\u00a0", " ") for cell in cells]
    assert "37,5 %" in text


def test_another_day_is_asked_in_words_and_a_wrong_one_is_said(programme, client_of):
    pupil(programme, entered_on=date(2022, 5, 30))
    client = client_of()

    assert client.get("/monitoring/indicators/?on=29 мая 2022").context["rows"][0]["one"].count == 0
    assert client.get("/monitoring/indicators/?on=когда-то").status_code == 422
    assert client.get("/monitoring/indicators/?on=01.06.2022").status_code == 422


def test_the_number_leads_to_those_whom_it_counts(programme, client_of):
    row = pupil(programme)
    pupil(programme, 2015)
    client = client_of()

    found = client.get("/monitoring/indicators/I1/people/").context["page_obj"]
    assert [person.pk for person in found] == [row.person_id]
    assert client.get("/monitoring/indicators/I1/people/?on=2021-09-01").context["page_obj"].paginator.count == 0
    assert client.get("/monitoring/indicators/I5/people/").status_code == 404


ROLES = [
    (Role.DEPUTY, "I1/people/", 200),
    (Role.CLASS_TEACHER, "I1/people/", 403),
    (Role.MENTOR, "I1/people/", 403),
    (Role.MENTOR, "", 403),
    (Role.PSYCHOLOGIST, "", 200),
    (Role.PSYCHOLOGIST, "bases/", 403),
    (Role.DEPUTY, "targets/", 403),
    (Role.DEPUTY, "rules/", 403),
    (Role.DIRECTOR, "targets/", 200),
]


@pytest.mark.parametrize(("role", "page", "status"), ROLES)
def test_numbers_names_and_settings_have_their_own_rights(programme, client_of, role, page, status):
    assert client_of(role).get(f"/monitoring/indicators/{page}").status_code == status


def test_targets_are_added_once_changed_removed_and_put_back(programme, client_of):
    client = client_of()
    typed = {"year": "2026", "I1": "72,5", "source": "Приказ"}
    for _press in range(2):
        assert client.post("/monitoring/indicators/targets/new/", typed).status_code == 302
    refused = client.post("/monitoring/indicators/targets/new/", typed | {"I1": "70", "I2": "10"})
    assert refused.status_code == 422
    assert "72,5" in refused.content.decode()
    assert client.post("/monitoring/indicators/targets/new/", {"year": "2026"}).status_code == 422
    row = IndicatorTarget.objects.get()
    body = {"indicator": "I1", "year": "2026", "percent": "72,5", "source": "Приказ", "version": "1"}
    address = f"/monitoring/indicators/targets/{row.pk}/"

    assert client.post(address, body | {"percent": "101"}).status_code == 422
    assert client.post(address, body | {"percent": "80", "version": row.version}).status_code == 302
    assert client.post(address, body | {"percent": "81", "version": row.version}).status_code == 409

    client.post(f"{address}delete/")
    assert not IndicatorTarget.objects.exists()
    for _press in range(2):
        client.post(f"{address}restore/")
    found = IndicatorTarget.objects.get()
    assert (found.indicator, found.year, found.percent, found.source) == ("I1", 2026, 80, "Приказ")


def test_typed_numbers_are_narrowed_to_one_column(programme, client_of):
    give_targets(programme.school)
    type_bases(school=programme.school, day=DAY, counts={"pupils_10_19": 5, "partners": 2}, source="", by=None)
    client = client_of()

    def found(address):
        return client.get(f"/monitoring/indicators/{address}").context["page_obj"].paginator.count

    assert [found("targets/"), found("targets/?indicator=I1"), found("targets/?indicator=I9")] == [30, 5, 30]
    assert [found("bases/"), found("bases/?base=partners"), found("bases/?base=young_teachers")] == [2, 1, 0]


def test_bases_of_a_day_are_typed_together_and_a_second_press_adds_nothing(programme, client_of):
    client = client_of()
    body = {"day": "01.09.2021", "pupils_10_19": "550", "partners": "0", "source": "ОО-1"}
    for _press in range(2):
        assert client.post("/monitoring/indicators/bases/", body).status_code == 302
    assert Denominator.objects.count() == 2

    client.post("/monitoring/indicators/bases/", body | {"pupils_10_19": "560"})
    assert one(programme, "I1").whole == 560
    assert Denominator.objects.count() == 3
    assert one(programme, "I4").said == str(NO_DATA)


@pytest.mark.parametrize(
    "wrong", [{"pupils_10_19": "", "partners": ""}, {"pupils_10_19": "-1"}, {"day": "01.06.2022"}, {"day": "осенью"}]
)
def test_wrong_bases_are_refused_with_what_was_typed(programme, client_of, wrong):
    body = {"day": "01.09.2021", "pupils_10_19": "550", "source": "ОО-1"} | wrong

    response = client_of().post("/monitoring/indicators/bases/", body)

    assert response.status_code == 422
    assert "ОО-1" in response.content.decode()
    assert not Denominator.objects.exists()


def test_a_base_of_a_school_is_not_anothers(programme, other_school):
    stranger = ProgrammeFactory(school=other_school)
    type_bases(school=programme.school, day=DAY, counts={"pupils_10_19": 5}, source="", by=None)

    with scope(school=other_school):
        assert one(stranger, "I1").whole is None


def test_the_rules_are_saved_and_two_savers_are_told(programme, client_of):
    client = client_of()
    body = {"satisfied_by": "mean", "satisfied_from": "8", "strength_from": "70", "weakness_to": "30", "version": "1"}
    body["version"] = client.get("/monitoring/indicators/rules/").context["form"]["version"].value()

    assert client.post("/monitoring/indicators/rules/", body).status_code == 302
    assert client.post("/monitoring/indicators/rules/", body | {"satisfied_from": "9"}).status_code == 409
    row = MonitoringSettings.objects.get()
    assert (row.satisfied_by, row.satisfied_from, row.strength_from, row.weakness_to) == ("mean", 8, 70, 30)
    assert client.post("/monitoring/indicators/rules/", body | {"satisfied_from": "11"}).status_code == 422


def test_a_stranger_finds_neither_targets_nor_people(programme, other_school, client_of, member):
    give_targets(programme.school)
    target = IndicatorTarget.objects.first()
    with scope(school=other_school):
        ProgrammeFactory(school=other_school)
        client = client_of(member(Role.COORDINATOR, school=other_school))

    assert client.get(f"/monitoring/indicators/targets/{target.pk}/").status_code == 404
    assert client.post(f"/monitoring/indicators/targets/{target.pk}/delete/").status_code == 404
    assert client.post(f"/monitoring/indicators/targets/{target.pk}/restore/").status_code == 404


def test_targets_are_given_once(programme, client_of):
    give_targets(programme.school)
    assert IndicatorTarget.objects.count() == 30

    client = client_of()
    for row in IndicatorTarget.objects.all():
        client.post(f"/monitoring/indicators/targets/{row.pk}/delete/")
    give_targets(programme.school)
    assert not IndicatorTarget.objects.exists()


def queries(call):
    with CaptureQueriesContext(
        connection,
    ) as found:
        call()
    return len(found)


def test_the_number_of_queries_does_not_grow(programme, client_of):
    client = client_of()
    mentor = MentorFactory(programme=programme, entered_on=ENTERED)
    PairingFactory(programme=programme, mentor=mentor, mentees=[pupil(programme)], starts_on=ENTERED)
    addresses = ("", "I1/people/", "targets/", "bases/")
    base(programme, "pupils_10_19", 10)
    give_targets(programme.school)
    pages = {one: queries(lambda one=one: client.get(f"/monitoring/indicators/{one}")) for one in addresses}
    few = queries(lambda: indicators_of(programme, DAY))

    for number in range(50):
        mentor = MentorFactory(programme=programme, entered_on=ENTERED)
        PairingFactory(programme=programme, mentor=mentor, mentees=[pupil(programme)], starts_on=ENTERED)
        base(programme, "pupils_10_19", number)

    assert queries(lambda: indicators_of(programme, DAY)) == few <= 9
    assert {one: queries(lambda one=one: client.get(f"/monitoring/indicators/{one}")) for one in addresses} == pages


def test_a_thousand_participants_cost_what_one_costs(programme, client_of):
    school, client = programme.school, client_of()
    named = {"school": school, "kind": PersonKind.PUPIL, "birth_year": 2006, "given_name": "Пётр"}
    people = Person.objects.bulk_create(
        Person(surname=f"Иванов{number}", name_key=f"иванов{number:04}", **named) for number in range(1000)
    )
    rows = {"school": school, "programme": programme, "entered_on": ENTERED}
    mentees = Mentee.objects.bulk_create(Mentee(person=person, **rows) for person in people[:700])
    mentors = Mentor.objects.bulk_create(Mentor(person=person, **rows) for person in people[700:])
    at_work = {"school": school, "programme": programme, "state": PairingState.AT_WORK, "starts_on": ENTERED}
    pairs = Pairing.objects.bulk_create(Pairing(mentor=mentor, **at_work) for mentor in mentors)
    PairingMentee.objects.bulk_create(
        PairingMentee(school=school, pairing=pairs[number % 300], mentee=mentee)
        for number, mentee in enumerate(mentees)
    )
    base(programme, "pupils_10_19", 1000)

    assert (one(programme, "I1").count, one(programme, "I2").count) == (700, 300)
    assert queries(lambda: indicators_of(programme, DAY)) <= 9
    assert queries(lambda: client.get("/monitoring/indicators/")) <= 25
