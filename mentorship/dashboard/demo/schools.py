"""The two schools of the demonstration, with a programme that has been running for a while."""

from datetime import date

from django_scopes import scope

from mentorship.programmes.models import Membership, MentoringForm, Programme, ProgrammeForm, Region, School
from mentorship.programmes.roles import Role
from mentorship.programmes.starters import give_starters
from roadmap.models import Activity, Roadmap, Step
from roadmap.services.binding import suggested
from roadmap.services.templates import Plan, create_from, source_by_key

from .matching import make_matching
from .pairs import make_pairs_at_work
from .people import MAIN_SCHOOL, OTHER_SCHOOL, appoint_operator, fill_school
from .questionnaires import make_questionnaires
from .registers import make_registers
from .year import make_year_end

MAIN_SLUG, OTHER_SLUG = "demo", "demo-2"
MONTHS_BEFORE, MONTHS_AFTER = 3, 4
FORMS = ("Учитель – учитель", "Учитель – ученик", "Ученик – ученик")
LEFT_OVERDUE = 2
"""So many past activities stay open, so that the first screen has something to say."""


def shifted(day, months):
    """The first day of the month that lies so many months from the day's month."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def make_demo(accounts):
    """Both schools, their people, programmes and roadmaps; idempotent."""
    region, _ = Region.objects.get_or_create(title="Волжский край")
    main, _ = School.objects.get_or_create(slug=MAIN_SLUG, defaults=MAIN | {"region": region})
    other, _ = School.objects.get_or_create(slug=OTHER_SLUG, defaults=OTHER | {"region": region})
    for school, people in ((main, MAIN_SCHOOL), (other, OTHER_SCHOOL)):
        with scope(school=school):
            fill_school(school, people, accounts)
            make_year(school)
        school.refresh_from_db()
        give_starters(school)
        with scope(school=school):
            fill_registers(school)
    appoint_operator(region, accounts)
    return main, other


def fill_registers(school):
    """The main school has a whole year of everything, the village school a small register."""
    programme = Programme.objects.select_related("school").get(pk=school.current_programme_id)
    size = {} if school.slug == MAIN_SLUG else {"mentees": 4, "mentors": 2}
    make_registers(programme, programme.coordinator.user, **size)
    if school.slug == MAIN_SLUG:
        make_questionnaires(programme, programme.coordinator.user)
        make_pairs_at_work(programme, programme.coordinator.user)
        make_matching(programme, programme.coordinator.user)
        make_year_end(programme, programme.coordinator.user)


MAIN = {
    "full_name": "Муниципальное бюджетное общеобразовательное учреждение «Школа № 1» города Приволжска",
    "short_name": "Школа № 1",
    "name_genitive": "МБОУ «Школа № 1» города Приволжска",
    "name_dative": "МБОУ «Школа № 1» города Приволжска",
    "name_prepositional": "МБОУ «Школа № 1» города Приволжска",
    "city": "Приволжск",
    "director_name": "Северова Марина Игоревна",
    "director_name_dative": "Северовой Марине Игоревне",
    "director_post": "Директор школы",
    "time_zone": "Europe/Samara",
    "needs_second_factor": False,
}
OTHER = {
    "full_name": "Муниципальная основная школа села Берёзовка",
    "short_name": "Берёзовская школа",
    "city": "Берёзовка",
    "director_name": "Ветров Семён Ильич",
    "time_zone": "Europe/Moscow",
    "needs_second_factor": False,
}


def make_year(school):
    """A programme around today with the built-in roadmap, part of it done. Does nothing when there is one."""
    if school.current_programme_id:
        return
    today = school.today
    first, after = shifted(today, -MONTHS_BEFORE), shifted(today, MONTHS_AFTER + 1)
    coordinator = Membership.objects.filter(role=Role.COORDINATOR).select_related("user").first()
    programme = Programme.objects.create(
        school=school,
        title=f"Программа наставничества на {first.year}–{first.year + 1} учебный год",
        starts_on=first,
        ends_on=date.fromordinal(after.toordinal() - 1),
        coordinator=coordinator,
    )
    for position, title in enumerate(FORMS, start=1):
        form, _ = MentoringForm.objects.get_or_create(school=school, title=title, defaults={"position": position})
        ProgrammeForm.objects.create(school=school, programme=programme, form=form)
    school.current_programme = programme
    school.save(update_fields=["current_programme"])
    everyone = list(Membership.objects.active_on(today).select_related("user"))
    source = source_by_key("r145")
    outline = source.outline(programme.starts_on, programme.ends_on)
    plan = Plan(outline.title, programme, named(suggested(outline, everyone), everyone))
    roadmap = create_from(source=source, plan=plan, school=school, by=coordinator.user)
    live_until(roadmap, today, coordinator.user)


LEADERS = (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY)


def named(people, everyone):
    """The leaders by name, as schools write them; the other roles stay roles."""
    leaders = {f"role:{one.role}": f"member:{one.pk}" for one in everyone if one.role in LEADERS}
    return {party: leaders.get(choice, choice) for party, choice in people.items()}


def live_until(roadmap, today, user):
    """As if the school had worked by the roadmap until today: most of the past is done, something is late."""
    past = list(Activity.objects.of(roadmap).filter(last_on__lt=today).order_by("last_on", "pk"))
    for activity in past[: max(len(past) - LEFT_OVERDUE, 0)]:
        finish(activity, user)
    running = Activity.objects.of(roadmap).open().filter(first_on__lte=today)
    for activity in running:
        Activity.objects.filter(pk=activity.pk).update(status=Activity.Status.WORK)
        for step in activity.steps.all()[:1]:
            Step.objects.filter(pk=step.pk).update(is_done=True, done_on=activity.first_on, done_by=user)


def finish(activity, user):
    """Done on the last day of its term."""
    activity.steps.update(is_done=True, done_on=activity.last_on, done_by=user)
    Activity.objects.filter(pk=activity.pk).update(
        status=Activity.Status.DONE, done_on=activity.last_on, done_by=user, actual_result="Выполнено в срок."
    )


def has_demo():
    """The demonstration has been made."""
    return School.objects.filter(slug=MAIN_SLUG).exists() and Roadmap._base_manager.exists()
