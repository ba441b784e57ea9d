"""The matching in an afternoon: from two lists in files and filled questionnaires to an approved list of 150 pairs."""

from datetime import date

import pytest
from django_scopes import scope
from openpyxl import Workbook

from mentorship.matching.models import MatchingRun, Proposal
from mentorship.pairs.models import Pairing, PairingMentee, PairOrder
from mentorship.people.models import Axis, Consent, Interview, Mentee, Mentor, Tag
from mentorship.people.names import name_key
from surveys import tokens
from tests.factories import ProgrammeFactory, SchoolClassFactory, TagFactory
from tests.mentorship.people.asking import answer, campaign_of, ticket_of

PUPILS, TEACHERS, PLACES = 150, 60, 3
AT_ONCE = 120
SUBJECTS = ("Математика", "Русский язык", "Информатика", "Физика", "История")
CLASSES = ((7, "А"), (8, "Б"), (9, "В"))
HOURS = ("mon-after1", "tue-after1", "wed-after1", "thu-after1", "fri-after1")
DAY = date(2022, 3, 1)
OF_PUPILS = [
    {"key": "request", "kind": "long", "text": "С чем вам помочь?", "binding": "mentee.request"},
    {"key": "slots", "kind": "slots", "text": "Когда вам удобно?", "binding": "mentee.slots"},
]
OF_TEACHERS = [{"key": "slots", "kind": "slots", "text": "Когда вам удобно?", "binding": "mentor.slots"}]
AFTER_THE_MEETING = [
    {
        "key": "wished",
        "kind": "ranking",
        "text": "С кем вам хотелось бы работать?",
        "source": "people.mentors",
        "most": 3,
    }
]


def surname(number, stem):
    """A hundred and fifty different surnames of letters alone."""
    letters = "бвгдклмнпрстш"
    return stem + letters[number // 13] + "о" + letters[number % 13] + "ов"


def workbook(path, headings, rows):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def lists(tmp_path):
    """The class lists of 150 pupils, and the list of 60 teachers who are ready to help."""
    pupils = [
        [
            surname(number, "Уче"),
            "Пётр",
            "Ильич",
            "{}{}".format(*CLASSES[number % 3]),
            2015 - 7 - (number % 3),
            SUBJECTS[number % 5],
            f"мать {surname(number, 'Уче')}а Ольга Ивановна",
            f"roditel{number}@example.org",
        ]
        for number in range(PUPILS)
    ]
    teachers = [
        [
            surname(number, "Нас"),
            "Анна",
            "Павловна",
            1970 + number % 25,
            SUBJECTS[number % 5],
            "Подготовка к экзаменам",
            PLACES,
            f"nastavnik{number}@example.org",
            "Учитель",
        ]
        for number in range(TEACHERS)
    ]
    heads = ["Фамилия", "Имя", "Отчество", "Класс", "Год рождения", "Предметы", "Представитель"]
    heads_of_teachers = ["Фамилия", "Имя", "Отчество", "Год рождения", "Предметы", "Компетенции"]
    return (
        workbook(tmp_path / "ученики.xlsx", [*heads, "Контакты представителя"], pupils),
        workbook(
            tmp_path / "наставники.xlsx",
            [*heads_of_teachers, "Сколько наставляемых", "Почта", "Должность"],
            teachers,
        ),
    )


@pytest.fixture
def programme(school, today):
    with scope(school=school):
        for grade, letter in CLASSES:
            SchoolClassFactory(school=school, grade=grade, letter=letter)
        for title in SUBJECTS:
            TagFactory(school=school, axis=Axis.SUBJECT, title=title, key=name_key(title))
        return ProgrammeFactory(school=school)


def bring(coordinator, path, register):
    """The register out of a file, through the pages."""
    page = coordinator.goto("/people/import/")
    page.check(f"input[name=register][value={register}]")
    coordinator.choose_file("input[type=file]", path)
    coordinator.click("form.rm-card button.btn-primary")
    page.wait_for_url("**/columns/")
    coordinator.click("main form button.btn-primary")
    page.wait_for_selector("button[name=take]")
    coordinator.click("button[name=take]")
    page.wait_for_url("**/done/", timeout=60_000)


def fill_in(person, code):
    """One pupil answers on a phone, by the code of a slip."""
    pupil = person(None, width=360, height=740)
    pupil.goto("/f/")
    pupil.page.fill("input[name=code]", code)
    pupil.click("main button")
    pupil.click("button[name=next]")
    pupil.page.fill("textarea", "Подготовиться к экзамену")
    pupil.click("button[name=next]")
    pupil.click("#answer-mon-after1")
    pupil.click("button[name=next]")
    pupil.click("button[name=send]")
    assert "/done/" in pupil.page.url
    assert pupil.errors == []


def ask(programme):
    """Everybody but the first pupil has answered; the first one's code is given."""
    mentees = list(Mentee.objects.select_related("person").order_by("pk"))
    mentors = list(Mentor.objects.select_related("person").order_by("pk"))
    of_pupils = campaign_of(programme, OF_PUPILS, title="Анкета на входе")
    for place, one in enumerate(mentees[1:]):
        hours = [HOURS[place % 5], HOURS[(place + 2) % 5]]
        answer(of_pupils, one.person, request={"text": "Подтянуть предмет"}, slots={"slots": sorted(hours)})
    of_teachers = campaign_of(programme, OF_TEACHERS, code="intake-mentor", title="Анкета наставника")
    for place, one in enumerate(mentors):
        answer(of_teachers, one.person, slots={"slots": [HOURS[place % 5], HOURS[(place + 1) % 5]]})
    return of_pupils, of_teachers, tokens.slip_code(ticket_of(of_pupils, mentees[0].person))


def take_answers(coordinator, campaign, count):
    """Everything that the questionnaires say goes into the registers, as many sheets at once as the page takes."""
    for _press in range(-(-count // AT_ONCE)):
        coordinator.goto(campaign.get_absolute_url())
        coordinator.click_link("Ответы для реестров")
        coordinator.click_button("Принять всё найденное")


def make_ready(programme):
    """Papers, interviews and decisions, which have pages and tests of their own; and the choices of every third."""
    school = programme.school
    for row in [*Mentee.objects.select_related("person"), *Mentor.objects.select_related("person")]:
        Consent.objects.bulk_create(
            Consent(school=school, person=row.person, kind=kind, signer="both", signed_on=DAY)
            for kind in ("participation", "processing")
        )
    Mentor.objects.update(decision="selected", decided_on=DAY)
    mentors = list(Mentor.objects.order_by("pk"))
    Interview.objects.bulk_create(Interview(school=school, mentor=one, held_on=DAY) for one in mentors)
    chosen = campaign_of(programme, AFTER_THE_MEETING, code="choice-mentee", purpose="choice", title="Выбор")
    for place, one in enumerate(Mentee.objects.select_related("person").order_by("pk")):
        if place % 3 == 0:
            named = [str(mentors[(place + step) % TEACHERS].public_id) for step in range(3)]
            answer(chosen, one.person, wished={"ranked": named})


class Judge:
    """Looks at every page on the way with axe; a phone looks at the main ones once more."""

    def __init__(self, coordinator):
        self.coordinator, self.faults, self.main = coordinator, {}, []

    def look(self, *, is_main=False):
        url = self.coordinator.page.url
        if found := self.coordinator.violations():
            self.faults[url] = found
        if is_main:
            self.main.append(url)

    def look_on_a_phone(self):
        page = self.coordinator.page
        page.set_viewport_size({"width": 360, "height": 740})
        for url in self.main:
            page.goto(url)
            if over := max(self.coordinator.sideways_scroll(), 0):
                self.faults[f"{url} at 360"] = over
        page.set_viewport_size({"width": 1280, "height": 900})


def test_from_two_registers_and_questionnaires_to_a_signed_order(person, school, programme, lists):
    coordinator = person("coordinator")
    judge = Judge(coordinator)
    pupils, teachers = lists
    bring(coordinator, pupils, "mentees")
    bring(coordinator, teachers, "mentors")
    with scope(school=school):
        assert (Mentee.objects.count(), Mentor.objects.count()) == (PUPILS, TEACHERS)
        assert Tag.objects.filter(axis=Axis.SUBJECT).count() == len(SUBJECTS)
        of_pupils, of_teachers, code = ask(programme)
    fill_in(person, code)
    take_answers(coordinator, of_pupils, PUPILS)
    take_answers(coordinator, of_teachers, TEACHERS)
    with scope(school=school):
        assert Mentee.objects.exclude(answered_on=None).count() == PUPILS
        make_ready(programme)

    page = coordinator.goto("/matching/")
    judge.look(is_main=True)
    coordinator.click("form.mr-start button")
    page.wait_for_url("**/matching/drafts/*/", timeout=60_000)
    draft = page.url
    judge.look(is_main=True)
    with scope(school=school):
        run = MatchingRun.objects.get()
        assert run.figures["matched"] == PUPILS
        mentee = Proposal.objects.filter(run=run).first().mentee

    review(coordinator, judge, draft, mentee)
    approve(coordinator, judge, draft)

    with scope(school=school):
        assert PairingMentee.objects.count() == PUPILS
        assert Pairing.objects.count() <= TEACHERS
    sign(coordinator, judge)
    with scope(school=school):
        assert PairOrder.objects.get().number == "45-н"
    judge.look_on_a_phone()
    assert judge.faults == {}
    assert coordinator.errors == []


def review(coordinator, judge, draft, mentee):
    """Every pair is looked at and locked, a page at a time; one mentee's other mentors, the report, the unpaired."""
    page = coordinator.page
    for number in range(1, PUPILS // 50 + 1):
        page.goto(f"{draft}?page={number}")
        page.locator("details.mt-many summary").click()
        coordinator.click("button[name=page]")
    with scope(school=mentee.school):
        assert (
            Proposal.objects.filter(run__public_id=draft.rstrip("/").split("/")[-1], is_locked=True).count() == PUPILS
        )
    page.goto(f"{draft}mentees/{mentee.public_id}/")
    judge.look(is_main=True)
    for part in ("unpaired/", "report/"):
        page.goto(draft + part)
        judge.look(is_main=True)
    with page.expect_download() as download:
        coordinator.click_link("Скачать PDF")
    assert download.value.suggested_filename.endswith(".pdf")


def approve(coordinator, judge, draft):
    coordinator.page.goto(f"{draft}approve/")
    judge.look(is_main=True)
    coordinator.click("button[name=letters][value=yes]")
    coordinator.page.wait_for_url("**/pairs/orders/**", timeout=60_000)
    judge.look(is_main=True)


def sign(coordinator, judge):
    """The school's office gives the number; the order is signed."""
    page = coordinator.page
    assert page.locator("tbody tr").count() > 0
    coordinator.click("a[href$='/sign/']")
    judge.look(is_main=True)
    page.fill("input[name=number]", "45-н")
    coordinator.click("main form button.btn-primary")
    page.wait_for_url("**/pairs/orders/*-*/")
    assert "45-н" in coordinator.h1()
    judge.look(is_main=True)
    coordinator.goto("/pairs/")
    judge.look(is_main=True)
