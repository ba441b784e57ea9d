"""Every page before the same judges: axe-core in both themes, a phone, large text, no scripts."""

import uuid

import pytest
from django.core.management import call_command
from django_scopes import scope

from mentorship.common import clock
from mentorship.notifications.models import Attempt, Notification
from mentorship.people.models import (
    Attendance,
    Consent,
    Criterion,
    DistributionItem,
    Material,
    Mentee,
    Mentor,
    Offer,
    Person,
    PersonKind,
    Tag,
    Training,
    Variant,
)
from mentorship.people.services import offers
from mentorship.programmes.models import (
    Group,
    Invitation,
    Membership,
    MentoringForm,
    Programme,
    School,
    SchoolClass,
)
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Party, Roadmap, Stage
from roadmap.services.reminding import remind
from surveys.models import Campaign, Submission
from tests.e2e.conftest import PASSWORD
from tests.e2e.drafts import PAGES as DRAFT_PAGES
from tests.e2e.drafts import drafts
from tests.e2e.pairs import PAGES as PAIR_PAGES
from tests.e2e.pairs import pairs
from tests.e2e.questionnaires import PAGES as QUESTIONNAIRE_PAGES
from tests.e2e.questionnaires import questionnaires
from tests.e2e.year import PAGES as YEAR_PAGES
from tests.e2e.year import year
from tests.mentorship.people.asking import answer, campaign_of
from tests.surveys.answered import answered_campaign

OPEN_PAGES = ["/login/", "/password/reset/", "/accessibility/", "/help/", "/nothing-here/", "/notifications/stop/x/"]
PAGES = [
    "/today/",
    "/roadmap/",
    "/roadmap/?view=list",
    "/roadmap/?view=board",
    "/roadmap/edit/",
    "/roadmap/new/",
    "/roadmap/import/",
    "/roadmap/parties/",
    "/roadmap/parties/{party}/",
    "/roadmap/revisions/",
    "/stages/{stage}/",
    "/stages/{stage}/edit/",
    "/activities/{done}/",
    "/activities/{late}/",
    "/activities/{late}/edit/",
    "/activities/{late}/history/",
    "/activities/new/?stage={stage}",
    "/remind/?activity={late}",
    "/remind/{reminder}/sent/",
    "/groups/",
    "/groups/new/",
    "/groups/{group}/",
    "/trash/",
    "/people/",
    "/mentees/",
    "/mentors/",
    "/people/classes/",
    "/people/classes/places/",
    "/matching/",
    "/matching/rules/",
    "/matching/rules/0/",
    "/matching/exclusions/",
    "/matching/exclusions/new/",
    "/people/columns/?register=mentees",
    "/people/rollover/",
    "/people/retention/",
    "/people/merge/?a={person}&b={pupil}",
    "/people/{pupil}/erase/",
    "/surveys/new/",
    "/surveys/ready/intake-pupil:adult/",
    "/campaigns/paper/",
    "/campaigns/{papers}/blanks/",
    "/campaigns/{papers}/entry/",
    "/campaigns/{papers}/entry/sheets/",
    "/campaigns/{papers}/entry/sheets/{sheet}/correct/",
    "/campaigns/{papers}/entry/sheets/{doubted_sheet}/settle/",
    "/campaigns/{papers}/entry/file/",
    "/campaigns/results/",
    "/campaigns/{counted}/results/",
    "/campaigns/{counted}/results/?group=groups-0",
    "/campaigns/{counted}/results/cross/?rows=comfort&by=@groups",
    "/campaigns/{counted}/results/waves/?with={unnamed}",
    "/campaigns/{counted}/results/people/",
    "/campaigns/{counted}/results/people/{filled}/",
    "/campaigns/{counted}/results/q/why/",
    "/campaigns/{counted}/results/confidential/",
    "/campaigns/{unnamed}/results/",
    "/people/answers/",
    "/people/answers/{offer}/",
    "/people/answers/{unknown_offer}/",
    "/mentees/?missing=consents",
    "/people/new/",
    "/people/{person}/",
    "/people/{person}/edit/",
    "/people/{person}/representatives/",
    "/mentees/{mentee}/edit/",
    "/mentors/{mentor}/edit/",
    "/me/data/",
    "/settings/vocabulary/",
    "/settings/vocabulary/{word}/",
    "/settings/variants/",
    "/settings/variants/{variant}/",
    "/people/export/?register=mentees",
    "/people/export/?register=mentors",
    "/consents/",
    "/consents/classes/",
    "/consents/classes/{class}/",
    "/consents/blanks/",
    "/consents/texts/",
    "/consents/texts/distribution/",
    "/consents/new/?person={pupil}&kind=distribution",
    "/consents/people/{pupil}/",
    "/consents/{consent}/",
    "/consents/{consent}/withdraw/",
    "/consents/{consent}/remove/",
    "/consents/{withdrawn}/withdrawn/",
    "/people/selection/",
    "/people/selection/{mentor}/",
    "/people/selection/{mentor}/decide/",
    "/people/selection/criteria/",
    "/people/selection/criteria/{criterion}/",
    "/training/",
    "/training/new/",
    "/training/mentors/",
    "/training/{training}/",
    "/training/{training}/edit/",
    "/training/{training}/attendance/",
    "/training/library/",
    "/training/library/new/",
    "/training/library/{material}/edit/",
    "/training/library/{material}/remove/",
    *QUESTIONNAIRE_PAGES,
    *DRAFT_PAGES,
    *PAIR_PAGES,
    *YEAR_PAGES,
    "/reports/",
    "/reports/month-plan/",
    "/reports/person-plan/",
    "/reports/roadmap/",
    "/settings/",
    "/settings/school/",
    "/settings/programme/",
    "/settings/forms/",
    "/settings/calendar/",
    "/settings/reminders/",
    "/settings/reminders/example/",
    "/settings/roles/",
    "/settings/roles/invite/",
    "/settings/roles/{membership}/",
    "/log/",
    "/delivery/",
    "/delivery/{letter}/",
    "/notifications/",
    "/me/",
    "/me/calendar/",
    "/notifications/choices/",
    "/me/sessions/",
    "/me/second-factor/",
]


def reminder_of(activity, user, school):
    """A reminder of an activity of the demonstration; one for all the people of a test."""
    if found := activity.reminders.first():
        return found
    people = {one.user_id for link in activity.assignments.all() for one in link.party.people(school.today)} - {user.pk}
    return remind(activity=activity, people=people, text="Пора.", by=user, school=school, day=school.today)


def told(activity, user, school, channel, **fields):
    """What the person was told of an activity by one way."""
    day = school.today
    key = {"kind": "deadline_over", "object_id": activity.pk, "due_on": day, "recipient": user, "channel": channel}
    return Notification.objects.get_or_create(school=school, **key, defaults=fields)[0]


def refused_letter(activity, user, school):
    """A letter that the mail server did not take, with its answer."""
    reason = "Такого почтового ящика нет."
    letter = told(activity, user, school, "email", state="failed", reason=reason, may_be_double=True, body_text="Пора.")
    Attempt.objects.get_or_create(
        school=school, notification=letter, outcome="permanent", code=550, answer="5.1.1 No such user", at=clock.now()
    )
    return letter


def papers_of_a_pupil(school):
    """A pupil of a class with a consent to publishing and a withdrawn one; once for all the people of a test."""
    school_class = SchoolClass.objects.get_or_create(school=school, grade=8, letter="Э")[0]
    named = {"kind": "pupil", "surname": "Ёлкина", "school_class": school_class}
    pupil = Person.objects.get_or_create(school=school, **named, defaults={"birth_year": school.today.year - 15})[0]
    day = school.today
    paper = {"school": school, "person": pupil, "signer": "both", "defaults": {"signed_on": day}}
    consent = Consent.objects.get_or_create(kind="distribution", **paper)[0]
    DistributionItem.objects.get_or_create(school=school, consent=consent, item="name", address="https://school.test/")
    withdrawn = Consent.objects.get_or_create(kind="processing", **paper)[0]
    Consent.objects.filter(pk=withdrawn.pk).update(withdrawn_on=day)
    return {
        "class": school_class.pk,
        "pupil": pupil.public_id,
        "consent": consent.public_id,
        "withdrawn": withdrawn.public_id,
    }


def training_of_a_mentor(school, programme):
    """A mentor with a decision about him, an event where he was, a criterion and a material."""
    person = Person.objects.get_or_create(
        school=school, kind=PersonKind.TEACHER, surname="Щукин", given_name="Глеб", post="Учитель физики"
    )[0]
    mentor = Mentor.objects.get_or_create(school=school, programme=programme, person=person)[0]
    event = {"kind": "seminar", "title": "Семинар наставников"}
    training = Training.objects.get_or_create(
        school=school, programme=programme, **event, defaults={"held_on": school.today}
    )[0]
    Attendance.objects.get_or_create(school=school, training=training, mentor=mentor)
    link = {"url": "https://school.test/", "training": training}
    return {
        "mentor": mentor.public_id,
        "training": training.public_id,
        "criterion": Criterion.objects.get_or_create(school=school, title="Готовность уделять время")[0].pk,
        "material": Material.objects.get_or_create(school=school, title="Памятка", defaults=link)[0].public_id,
    }


def answers_of_two(school, programme):
    """Answers of a mentee that wait for a decision, with a word new to the vocabulary, and of somebody unknown."""
    title = "Анкета для реестров"
    campaign = Campaign.objects.filter(title=title).first() or campaign_of(programme, title=title)
    if not campaign.submissions.exists():
        told = {"request": {"text": "Проект по химии"}, "subjects": {"options": [], "other": "Астрономия"}}
        answer(campaign, Mentee.objects.select_related("person__school_class").first().person, **told)
        answer(campaign, said={"surname": "Сорокин", "given_name": "Юрий", "group": ""}, **told)
        offers.gather(programme)
    found = Offer.objects.filter(submission__campaign=campaign)
    return {
        "offer": found.exclude(person=None).get().public_id,
        "unknown_offer": found.get(person=None).public_id,
    }


def typed_sheets(school, programme, user):
    """A campaign whose sheets are typed in by two people, with a sheet and one that they typed differently."""
    title = "Анкета на бумаге"
    campaign = Campaign.objects.filter(title=title).first()
    if campaign is None:
        campaign = campaign_of(programme, title=title)
        campaign = campaign.swap(campaign.version, is_checked_twice=True)
        told = {"campaign": campaign, "school": school, "way": "paper", "submitted_on": school.today}
        told |= {"entered_by": user, "submitted_at": clock.now(), "answers": {"request": {"text": "Проект"}}}
        for surname, second in (("Сорокин", None), ("Галкин", {"request": {"text": "Проекты"}})):
            said = {"surname": surname, "given_name": "Юрий"}
            Submission.objects.create(key=uuid.uuid4(), said=said, second=second, **told)
    rows = Submission.objects.filter(campaign=campaign)
    return {
        "papers": campaign.public_id,
        "sheet": rows.get(second__isnull=True).pk,
        "doubted_sheet": rows.get(second__isnull=False).pk,
    }


def counted_campaigns(programme):
    """A campaign with names and an anonymous one, both answered and over."""
    found = {}
    for name, is_anonymous in (("counted", False), ("unnamed", True)):
        title = f"Итоги опроса: {name}"
        campaign = Campaign.objects.filter(title=title).first()
        if campaign is None:
            campaign = answered_campaign(programme, 40, title=title, is_anonymous=is_anonymous)
        found[name] = campaign.public_id
    return found | {"filled": Submission.objects.filter(campaign__public_id=found["counted"]).first().pk}


def cards_of():
    """A mentee and a mentor of the demonstration, and words of its vocabulary."""
    mentee = Mentee.objects.select_related("person").first()
    mentor = Mentor.objects.first()
    return {
        "person": mentee.person.public_id,
        "mentee": mentee.public_id,
        "mentor": mentor.public_id,
        "word": Tag.objects.current().first().pk,
        "variant": Variant.objects.first().pk,
    }


@pytest.fixture
def demo_person(person, settings, tmp_path):
    """Somebody of the demonstration school, and the addresses of its pages."""
    settings.VAR_DIR = tmp_path
    call_command("demo")
    school = School.objects.get(slug="demo")

    def make(role=Role.COORDINATOR, **kwargs):
        with scope(school=school):
            membership = Membership.objects.get(role=role)
            # A new password would end the session of the first browser.
            if not membership.user.check_password(PASSWORD):
                membership.user.set_password(PASSWORD)
                membership.user.save()
            roadmap = Roadmap.objects.get()
            activities = Activity.objects.of(roadmap)
            rows = {
                "stage": Stage.objects.filter(roadmap=roadmap).first().pk,
                "done": activities.filter(status="done").first().pk,
                "late": activities.overdue(school.today).first().pk,
                "party": Party.objects.first().pk,
                "group": Group.objects.get_or_create(school=school, title="Методический совет")[0].pk,
                "programme": Programme.objects.get().pk,
                "membership": membership.pk,
                "reminder": reminder_of(activities.overdue(school.today).first(), membership.user, school).public_id,
            }
            rows |= papers_of_a_pupil(school)
            rows |= cards_of()
            rows |= training_of_a_mentor(school, Programme.objects.get())
            rows |= answers_of_two(school, Programme.objects.get())
            rows |= typed_sheets(school, Programme.objects.get(), membership.user)
            rows |= counted_campaigns(Programme.objects.get())
            late = activities.overdue(school.today).first()
            told(late, membership.user, school, "bell", state="sent")
            rows |= questionnaires(Programme.objects.get(), late)
            rows |= drafts(Programme.objects.get())
            rows |= pairs(Programme.objects.get(), membership.user)
            rows |= year(Programme.objects.get())
            rows["letter"] = refused_letter(late, membership.user, school).public_id
            assert MentoringForm.objects.exists()
            assert not Invitation.objects.exists()
        one = person(membership=membership, **kwargs)
        one.pages = [page.format(**rows) for page in PAGES]
        return one

    return make


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_page(demo_person, dark):
    coordinator = demo_person(dark=dark)
    faults = {}
    for path in coordinator.pages:
        coordinator.goto(path)
        faults |= {path: found} if (found := coordinator.violations()) else {}

    assert faults == {}
    assert coordinator.errors == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_before_the_sign_in(person, db, dark):
    nobody = person(None, dark=dark)
    faults = {}
    for path in OPEN_PAGES:
        nobody.goto(path)
        faults |= {path: found} if (found := nobody.violations()) else {}

    assert faults == {}


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways_on_a_phone(demo_person, width):
    coordinator = demo_person(width=width)

    wide = {
        path: over for path in coordinator.pages if coordinator.goto(path) and (over := coordinator.sideways_scroll())
    }

    assert wide == {}


def test_every_page_has_one_heading_one_main_and_its_own_title(demo_person):
    coordinator = demo_person()
    titles = {}
    for path in coordinator.pages:
        page = coordinator.goto(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1, path
        titles.setdefault(page.title(), []).append(path.split("?")[0])

    shared = {title: paths for title, paths in titles.items() if len(set(paths)) > 1}
    assert {title: paths for title, paths in shared.items() if "/activities/" not in "".join(paths)} == {}


def test_the_version_for_the_visually_impaired_is_one_click_away_and_stays(person, db):
    nobody = person(None, width=1280)
    nobody.goto("/login/")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = nobody.page.evaluate(size)

    nobody.click_button("Версия для слабовидящих")
    after = nobody.page.evaluate(size)
    nobody.goto("/help/")

    assert nobody.clicks == 1
    assert after > before
    assert nobody.page.evaluate(size) == after
    assert nobody.sideways_scroll() == 0
    nobody.click_button("Обычная версия")
    assert nobody.page.evaluate(size) == before


def test_pages_say_the_same_without_scripts(demo_person):
    with_scripts, without = demo_person(), demo_person(scripts=False)
    for path in ("/today/", "/roadmap/", "/roadmap/edit/", with_scripts.pages[13]):
        with_scripts.goto(path)
        without.goto(path)
        assert with_scripts.h1() == without.h1()
        assert without.page.locator("main form [name]").count() == with_scripts.page.locator("main form [name]").count()
