"""A whole year in one script: the roadmap comes in, people are collected and matched, they meet, the year is measured,
printed, thanked, published and closed, and the next one begins."""

from datetime import date

import pytest
from django.test import Client
from django_scopes import scope

from mentorship.documents.tasks import make_waiting
from mentorship.pairs.models import LIVING, Meeting, Pairing
from mentorship.people.models import Consent, Interview, Mentee, Mentor
from mentorship.programmes.models import Programme, School
from mentorship.recognition.models import Award, Publication
from mentorship.recognition.publishing import url_of
from roadmap.models import Activity
from roadmap.queries import current_roadmap
from tests.e2e.test_matching import Judge, bring, surname, workbook
from tests.factories import ProgrammeFactory, SchoolClassFactory
from tests.mentorship.monitoring.asking import answer, campaign_of

PUPILS, TEACHERS, PLACES = 8, 4, 2
BEFORE, AFTER = date(2022, 2, 1), date(2022, 3, 12)


@pytest.fixture
def programme(school, today):
    with scope(school=school):
        SchoolClassFactory(school=school, grade=8, letter="Б")
        programme = ProgrammeFactory(school=school)
        School.objects.filter(pk=school.pk).update(current_programme=programme, site="https://school-one.test")
        return programme


@pytest.fixture
def lists(tmp_path):
    pupils = [[surname(number, "Уче"), "Пётр", "Ильич", "8Б", 2007] for number in range(PUPILS)]
    teachers = [[surname(number, "Нас"), "Анна", "Павловна", 1980, PLACES, "Учитель"] for number in range(TEACHERS)]
    name = ["Фамилия", "Имя", "Отчество"]
    return (
        workbook(tmp_path / "ученики.xlsx", [*name, "Класс", "Год рождения"], pupils),
        workbook(tmp_path / "наставники.xlsx", [*name, "Год рождения", "Сколько наставляемых", "Должность"], teachers),
    )


def make_ready(programme):
    """Consents, interviews, decisions: they have pages and tests of their own."""
    school = programme.school
    for row in [*Mentee.objects.select_related("person"), *Mentor.objects.select_related("person")]:
        for kind in ("participation", "processing"):
            Consent.objects.create(school=school, person=row.person, kind=kind, signer="both", signed_on=BEFORE)
    Mentee.objects.update(answered_on=BEFORE)
    Mentor.objects.update(answered_on=BEFORE, decision="selected", decided_on=BEFORE)
    Interview.objects.bulk_create(Interview(school=school, mentor=one, held_on=BEFORE) for one in Mentor.objects.all())


def ask(programme, wave, day, mark):
    """Every mentee answers a wave; the second time everybody gives more."""
    campaign = campaign_of(programme, f"{wave}-teacher-pupil-mentee:adult")
    scales = [one.key for one in campaign.survey_version.questionnaire.questions if one.kind == "scale"]
    asked = [one.key for one in campaign.survey_version.questionnaire.questions if one.kind == "yes_no"]
    for place, one in enumerate(Mentee.objects.select_related("person").order_by("pk")):
        marks = {key: min(mark + place % 3, 10) for key in scales}
        answer(campaign, one.person.public_id, day=day, **marks, **dict.fromkeys(asked, True))


def test_a_year_from_the_roadmap_to_the_next_programme(person, school, programme, lists, customer_docx, settings):
    coordinator = person("coordinator")
    judge = Judge(coordinator)
    bring_the_roadmap(coordinator, judge, customer_docx)
    pupils, teachers = lists
    bring(coordinator, pupils, "mentees")
    bring(coordinator, teachers, "mentors")
    with scope(school=school):
        make_ready(programme)
        ask(programme, "before", BEFORE, 3)

    match(coordinator, judge)
    with scope(school=school):
        pairs = list(Pairing.objects.filter(state__in=LIVING))
        assert len(pairs) == TEACHERS
    meet(coordinator, judge, pairs[0])
    with scope(school=school):
        assert Meeting.objects.held().count() == 1
        ask(programme, "after", AFTER, 6)

    measure(coordinator, judge)
    thank(coordinator, judge, school)
    publish(coordinator, judge, school)
    print_the_report(coordinator, judge)
    close(coordinator, judge)

    with scope(school=school):
        old, new = Programme.objects.order_by("starts_on")
        assert (old.closed_on, new.follows) == (date(2022, 3, 14), old)
        assert Mentor.objects.filter(programme=new, decision="reserve").count() == TEACHERS
        assert Activity.objects.of(current_roadmap(new)).count() == 11
        assert School.objects.get(pk=school.pk).current_programme == new
    judge.look_on_a_phone()
    assert judge.faults == {}
    assert coordinator.errors == []


def bring_the_roadmap(coordinator, judge, path):
    coordinator.goto("/roadmap/import/")
    coordinator.choose_file("input[type=file]", path)
    coordinator.click("main .btn-primary")
    coordinator.click("main .btn-primary")
    coordinator.page.wait_for_url("**/roadmap/")
    judge.look()


def match(coordinator, judge):
    """A draft, its approval, the order with its number."""
    page = coordinator.goto("/matching/")
    coordinator.click("form.mr-start button")
    page.wait_for_url("**/matching/drafts/*/", timeout=60_000)
    page.goto(f"{page.url}approve/")
    coordinator.click("button[name=letters]")
    page.wait_for_url("**/pairs/orders/**", timeout=60_000)
    coordinator.click("a[href$='/sign/']")
    page.fill("input[name=number]", "45-н")
    coordinator.click("main form button.btn-primary")
    assert "45-н" in coordinator.goto("/orders/").inner_text("main")
    judge.look(is_main=True)


def meet(coordinator, judge, pair):
    coordinator.goto(f"/pairs/{pair.public_id}/meetings/new/")
    coordinator.click(".mt-chip:nth-of-type(3)")
    coordinator.click_button("Сохранить")
    judge.look()


def measure(coordinator, judge):
    """The impact is told by itself; the SWOT table takes what the answers propose; nine criteria are judged."""
    page = coordinator.goto("/monitoring/impact/")
    assert "изменение устойчивое" in page.inner_text("main")
    judge.look(is_main=True)
    coordinator.goto("/monitoring/satisfaction/")
    judge.look(is_main=True)
    coordinator.goto("/monitoring/quality/")
    coordinator.click("form[action$='/swot/take/'] button[type=submit]")
    judge.look(is_main=True)
    coordinator.goto("/monitoring/nine/new/")
    for box in page.locator("input[type=radio][value='2']").all():
        box.check()
    coordinator.click("main form button.btn-primary")
    assert "18" in page.inner_text("main")
    coordinator.goto("/dashboard/")
    judge.look(is_main=True)


def thank(coordinator, judge, school):
    page = coordinator.goto("/awards/new/")
    page.locator("input[name=mentors]").first.check()
    page.fill("input[name=reason]", "За год работы")
    coordinator.click("main form button.btn-primary")
    assert "За год работы" in page.inner_text("main")
    judge.look(is_main=True)
    with scope(school=school):
        assert Award.objects.count() == 1


def publish(coordinator, judge, school):
    """The results stand on a page for everybody."""
    page = coordinator.goto("/publications/")
    coordinator.click("form[action$='/publications/results/begin/'] button")
    coordinator.click("main form button.btn-primary")
    judge.look(is_main=True)
    coordinator.click("main form button.btn-primary")
    assert "опубликована" in page.inner_text("main")
    with scope(school=school):
        address = url_of(Publication.objects.select_related("programme__school").get())
    stranger = Client().get("/public/" + address.split("/public/", 1)[1])
    assert stranger.status_code == 200


def print_the_report(coordinator, judge):
    """The annual report is made by the worker and downloaded."""
    page = coordinator.goto("/papers/long/annual/")
    judge.look(is_main=True)
    coordinator.click("main form button.btn-primary")
    make_waiting()
    page.reload()
    with page.expect_download() as download:
        page.locator("a[href$='/file/']").first.click()
    assert download.value.suggested_filename.endswith(".pdf")


def close(coordinator, judge):
    """The list of what is missing, the closing, the next year."""
    page = coordinator.goto("/archive/close/")
    judge.look(is_main=True)
    coordinator.click("main form button.btn-primary")
    judge.look()
    coordinator.goto("/archive/next/")
    judge.look(is_main=True)
    coordinator.click("main form button.btn-primary")
    page.wait_for_url("**/archive/")
    judge.look()
