"""A questionnaire from its first question to the slips of a class, with the clicks counted."""

import uuid

import pytest
from django_scopes import scope
from pypdf import PdfReader

from mentorship.programmes.roles import Role
from surveys import marks, sources
from surveys.models import Campaign, Survey, SurveyLetter
from surveys.sources import Audience, Invitee
from tests.e2e.questionnaires import PAGES, questionnaires
from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    InvitationFactory,
    StageFactory,
    StepFactory,
    SurveyVersionFactory,
)

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
WIDTHS = pytest.mark.parametrize("width", [1280, 360])
SENDING_BUDGET = 5
REMINDING_BUDGET = 2
CLASSES = {"8-b": "8\u00a0«Б»", "10-a": "10\u00a0«А»"}


@pytest.fixture
def classes(monkeypatch):
    """Two classes of three pupils without addresses, as the register gives them."""
    people = {value: [uuid.uuid4() for _number in range(3)] for value in CLASSES}

    def invitees(programme, values):
        return [Invitee(subject=one, group=CLASSES[value]) for value in values for one in people[value]]

    choices = [(value, title, 3) for value, title in CLASSES.items()]
    register = Audience("classes", "Классы", lambda programme: choices, invitees)
    monkeypatch.setattr(sources, "audiences", {"classes": register})
    monkeypatch.setattr(sources, "_names", [lambda subjects: {one: f"Иванов {one.hex[:4]}" for one in subjects}])


@pytest.fixture
def published(programme, today):
    with scope(school=programme.school):
        return SurveyVersionFactory(survey__school=programme.school, survey__title="Запрос ученика")


def check_page(someone, scripts):
    """axe-core is a script itself."""
    assert someone.sideways_scroll() == 0
    if scripts:
        assert someone.violations() == []


def save_question(someone, number, **fields):
    """Fill the open question in and save it."""
    for name, value in fields.items():
        someone.page.fill(f".sv-open [name={name}]", value)
    someone.click_button("Сохранить вопрос")
    someone.page.wait_for_selector(".sv-open", state="detached")
    assert someone.page.locator(".sv-questions > li").count() == number


def add_question(someone, number, kind, **fields):
    someone.page.locator("select.sv-kind").first.select_option(kind)
    someone.clicks += 1
    someone.click_button("Добавить вопрос")
    someone.page.wait_for_selector(f".sv-questions > li:nth-child({number}) .sv-open")
    save_question(someone, number, **fields)


@SCRIPTS
@WIDTHS
def test_five_questions_with_a_condition_are_built_published_and_corrected(person, programme, today, scripts, width):
    someone = person(Role.DEPUTY, scripts=scripts, width=width)
    page = someone.goto("/surveys/new/")
    page.fill("[name=title]", "Запрос")
    someone.click_button("Создать и добавить вопросы")

    add_question(someone, 1, "single", text="С чем нужна помощь", options="Учёба\nПроект")
    add_question(someone, 2, "short", text="Какой проект?")
    add_question(someone, 3, "scale", text="Насколько вам интересно?", low_word="нет", high_word="да")
    add_question(someone, 4, "yes_no", text="Был ли у вас наставник?")
    add_question(someone, 5, "long", text="Расскажите о себе")
    for_each_question = someone.clicks - 1
    add_condition(someone, scripts)
    check_page(someone, scripts)

    someone.click_link("Посмотреть как на телефоне")
    assert page.get_by_text("С чем нужна помощь").first.is_visible()
    page.go_back()
    someone.click_link("Опубликовать")
    someone.click_button("Опубликовать")
    someone.click_link("Исправить опечатку")
    field = next(one for one in page.locator("main textarea, main input[type=text]").all() if is_first_question(one))
    field.fill("С чем нужна помощь?")
    someone.click_button("Сохранить исправления")
    someone.click_button("Сделать новую версию")

    assert page.locator(".sv-questions > li").count() == 5
    assert for_each_question == 5 * 3, "choose the kind, add, save"
    with scope(school=programme.school):
        draft, first = Survey.objects.get().versions.all()
        assert (draft.state, first.state) == ("draft", "published")
        assert first.questionnaire.questions[0].text == "С чем нужна помощь?"
        assert first.questionnaire.questions[1].show_if.any_of == (first.questionnaire.questions[0].options[1].key,)
        assert draft.content == first.content
    assert someone.errors == []


def is_first_question(field):
    return field.input_value() == "С чем нужна помощь"


def add_condition(someone, scripts):
    """The second question is asked of those who have chosen the project."""
    page = someone.page
    someone.click(".sv-questions > li:nth-child(2) a[id^=edit]")
    page.wait_for_selector(".sv-open")
    page.locator(".sv-open details").evaluate("one => { one.open = true }") if scripts else someone.click(
        ".sv-open summary"
    )
    page.select_option(".sv-open [name=show_question]", index=1)
    if scripts:
        page.wait_for_selector(".sv-open [name=show_marks]")
    else:
        someone.click_button("Сохранить вопрос")  # the answers to choose from come with the page
    page.get_by_label("Проект").check()
    someone.click_button("Сохранить вопрос")
    page.wait_for_selector(".sv-open", state="detached")


@SCRIPTS
@WIDTHS
def test_a_ready_questionnaire_is_sent_to_two_classes_within_the_budget(
    person, published, classes, tmp_path, scripts, width
):
    someone = person(scripts=scripts, width=width)
    page = someone.goto("/today/")

    someone.click("header a[href='/surveys/'], nav a[href='/surveys/']")
    someone.click_link("Разослать анкету")
    for title in CLASSES.values():
        someone.clicks += 1
        page.get_by_label(title).check()
    someone.click_button("Отправить сразу")

    assert someone.clicks <= SENDING_BUDGET
    assert page.get_by_role("heading", name="Сдали 0 из 6").is_visible()
    check_page(someone, scripts)
    someone.click_link("Полоски с кодами")
    with page.expect_download() as download:
        page.locator("button[name=group]").last.click()
    slips = tmp_path / "slips.pdf"
    download.value.save_as(slips)
    text = PdfReader(slips).pages[0].extract_text()
    assert text.count("Иванов") == 3
    assert someone.errors == []


@SCRIPTS
@WIDTHS
def test_those_who_have_not_answered_are_reminded_within_the_budget(person, published, programme, scripts, width):
    with scope(school=programme.school):
        campaign = CampaignFactory(programme=programme, survey_version=published, title="Запрос")
        for number in range(3):
            InvitationFactory(campaign=campaign, number=number)
        marks.mark_answered(campaign, 0)
    someone = person(scripts=scripts, width=width)
    someone.goto("/today/")

    someone.click_link("Напомнить 2 людям")
    someone.click_button("Отправить")

    assert someone.clicks == REMINDING_BUDGET
    with scope(school=programme.school):
        assert SurveyLetter.objects.filter(kind="reminder").count() == 2
    assert someone.errors == []


@SCRIPTS
def test_a_step_of_the_roadmap_is_chosen_for_a_campaign(person, published, programme, roadmap, scripts):
    with scope(school=programme.school):
        step = StepFactory(
            activity=ActivityFactory(stage=StageFactory(roadmap=roadmap)), title="Провести анкетирование"
        )
        campaign = CampaignFactory(programme=programme, survey_version=published)
    someone = person(scripts=scripts, width=360)
    page = someone.goto(campaign.get_absolute_url())

    someone.click_link("Выбрать шаг")
    page.select_option("[name=step]", str(step.pk))
    someone.click_button("Связать с шагом")

    assert page.get_by_text("Шаг отметится сам, когда ответят 80").is_visible()
    check_page(someone, scripts)
    assert someone.errors == []


@pytest.fixture
def addresses(programme, roadmap, today):
    """The pages of questionnaires of every state."""
    with scope(school=programme.school):
        activity = ActivityFactory(stage=StageFactory(roadmap=roadmap))
        rows = questionnaires(programme, activity)
        assert Campaign.objects.count() == 3
        return [page.format(**rows, late=activity.pk) for page in PAGES]


def test_pages_say_the_same_without_scripts(person, addresses):
    one, other = person(), person(scripts=False)
    for path in addresses:
        seen = [(who.h1(), who.page.locator("main form [name]").count()) for who in (one, other) if who.goto(path)]
        assert seen[0] == seen[1], path


def test_on_paper_there_are_no_controls(person, addresses):
    someone = person()
    someone.page.emulate_media(media="print")
    left = {}
    for path in [one for one in addresses if "/preview/" not in one]:  # a picture of controls is what it shows
        page = someone.goto(path)
        controls = page.locator("nav, button, input, select, textarea, .btn").filter(visible=True)
        left |= (
            {path: controls.evaluate_all("all => all.map(one => one.outerHTML.slice(0, 80))")}
            if controls.count()
            else {}
        )
    assert left == {}
