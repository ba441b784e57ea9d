"""What the letters say, by the truth of the day, and how few questions that takes."""

from datetime import date, timedelta

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from mentorship.common import ru
from mentorship.notifications.models import Channel, Notification
from mentorship.notifications.sources import Section, lines_of
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Comment
from roadmap.reminders.words import week_words

from .conftest import MONDAY

NEXT = timedelta(days=1)
Status = Activity.Status


@pytest.fixture
def line(scene):
    """``line(kind, row, membership)`` is what such a notification says on Monday."""

    def say(kind, row, membership, day=MONDAY, due_on=MONDAY, actor=None):
        with scope(school=scene.school):
            one = Notification.objects.create(
                school=scene.school,
                kind=kind,
                object_id=row.pk,
                due_on=due_on,
                recipient=membership.user,
                channel=Channel.BELL,
                actor=actor,
            )
            return lines_of([one], scene.school, day).get(one.pk)

    return say


@pytest.mark.parametrize(
    ("offset", "words", "section"),
    [
        (-3, "overdue by %(days)s days, it was due on %(day)s", Section.OVERDUE),
        (0, "due today, %(day)s", Section.TODAY),
        (1, "due tomorrow, %(day)s", Section.SOON),
        (7, "due in %(days)s days, %(day)s", Section.SOON),
    ],
)
def test_a_deadline_is_told_by_the_day_that_it_is_today(scene, line, offset, words, section):
    deputy = scene.deputy()
    activity = scene.activity(MONDAY + offset * NEXT, deputy)
    said = line("deadline_soon", activity, deputy)

    values = {"days": abs(offset), "day": ru.day_month(activity.last_on)}
    translated = ngettext(words.replace("days,", "day,"), words, abs(offset)) if "days" in words else _(words)
    assert said.note == translated % values
    assert (said.title, said.section) == (activity.title, section)
    assert said.url == f"/activities/{activity.pk}/"
    assert said.act_url == f"/activities/{activity.pk}/#complete"
    assert said.thing == f"activity:{activity.pk}"


def test_a_deadline_of_another_year_is_told_with_the_year(scene, line):
    deputy = scene.deputy()
    activity = scene.activity(date(2023, 1, 12), deputy)
    assert "12 января 2023" in line("assigned", activity, deputy, day=date(2022, 12, 30)).note


def test_an_escalation_names_those_who_answer(scene, line):
    deputy = scene.deputy()
    activity = scene.activity(MONDAY - 3 * NEXT, deputy)
    said = line("escalation_coordinator", activity, scene.coordinator)

    with scope(school=scene.school):
        name = activity.assignments.get().party.short_title
    assert name in said.note
    assert said.section == Section.OVERDUE
    assert said.withheld == ""


def test_a_pupil_who_answers_is_not_named(scene, line, member):
    pupil = member(Role.MENTEE)
    activity = scene.activity(MONDAY - 3 * NEXT, pupil)
    with scope(school=scene.school):
        party = activity.assignments.get().party
    said = line("escalation_coordinator", activity, scene.coordinator)

    assert party.name not in said.note
    assert party.role_text in said.note


def test_a_comment_is_told_with_its_words_and_its_author(scene, line):
    deputy = scene.deputy()
    activity = scene.activity(MONDAY, deputy)
    with scope(school=scene.school):
        comment = Comment.objects.create(
            school=scene.school, activity=activity, author=scene.director.user, text="Где отчёт? " * 100
        )
    said = line("commented", comment, deputy)

    assert said.quote.startswith("Где отчёт?")
    assert said.quote.endswith("…")
    assert len(said.quote) <= 501
    assert said.author == scene.director.user.short_name
    assert said.url == f"/activities/{activity.pk}/#comment{comment.pk}"


def test_a_pupil_who_writes_is_not_named(scene, line, member):
    pupil, deputy = member(Role.MENTEE), scene.deputy()
    activity = scene.activity(MONDAY, deputy)
    with scope(school=scene.school):
        comment = Comment.objects.create(school=scene.school, activity=activity, author=pupil.user, text="Готово")

    assert line("commented", comment, deputy).author == ""


def test_the_plan_of_the_week_lists_what_is_late_and_what_this_week_asks_for(scene, line):
    deputy, other = scene.deputy(), scene.deputy()
    late = scene.activity(MONDAY - 4 * NEXT, deputy)
    soon = scene.activity(MONDAY + 6 * NEXT, deputy)
    scene.activity(MONDAY + 7 * NEXT, deputy)
    scene.activity(MONDAY, deputy, status=Status.CHECK)
    scene.activity(MONDAY, other)
    said = line("week_plan", scene.roadmap, deputy)

    assert [row.title for row in said.rows] == [late.title, soon.title]
    assert [row.url for row in said.rows] == [f"/activities/{late.pk}/", f"/activities/{soon.pk}/"]
    assert said.section == Section.PLAN
    assert said.withheld == ""


def test_the_summary_counts_and_lists_with_days_and_names(scene, line):
    deputy = scene.deputy()
    scene.activity(MONDAY - 30 * NEXT, deputy, status=Status.DONE, done_on=MONDAY)
    scene.activity(MONDAY - 30 * NEXT, deputy, status=Status.SKIP)
    late = scene.activity(MONDAY - 4 * NEXT, deputy)
    soon = scene.activity(MONDAY + 2 * NEXT, deputy)
    scene.activity(MONDAY + 30 * NEXT, deputy)
    said = line("week_summary", scene.roadmap, scene.director)

    assert said.title == _("Done %(done)s of %(total)s, overdue %(late)s") % {"done": 1, "total": 4, "late": 1}
    assert [row.title for row in said.rows] == [late.title, soon.title]
    assert "4" in said.rows[0].note
    with scope(school=scene.school):
        assert late.assignments.get().party.short_title in said.rows[0].note


def test_a_long_list_ends_with_how_many_more(scene, line):
    deputy = scene.deputy()
    for _number in range(25):
        scene.activity(MONDAY, deputy)
    said = line("week_plan", scene.roadmap, deputy)

    assert len(said.rows) == 20
    assert "6" in said.rows[-1].title


def test_a_week_reads_as_people_write_it():
    assert week_words(MONDAY) == "14–20 марта"
    assert week_words(date(2022, 3, 28)) == "28 марта — 3 апреля"


def test_what_is_gone_for_good_has_no_line(scene, line):
    deputy = scene.deputy()
    activity = scene.activity(MONDAY, deputy)
    gone = Activity(pk=activity.pk + 1000)
    assert line("deadline_soon", gone, deputy) is None
    assert line("commented", gone, deputy) is None


@pytest.mark.parametrize("count", [1, 12])
def test_many_notifications_take_as_many_questions_as_one_of_each_kind(scene, django_assert_num_queries, member, count):
    deputy = scene.deputy()
    with scope(school=scene.school):
        rows = []
        for number in range(count):
            activity = scene.activity(MONDAY - number * NEXT, deputy, member("deputy"))
            comment = Comment.objects.create(
                school=scene.school, activity=activity, author=member("director").user, text="Вопрос"
            )
            about = dict.fromkeys(("deadline_over", "escalation_coordinator", "assigned", "to_check"), activity.pk)
            for kind, pk in (about | {"commented": comment.pk, "week_plan": scene.roadmap.pk}).items():
                day = MONDAY - number * NEXT
                rows.append(
                    Notification(
                        pk=len(rows) + 1,
                        kind=kind,
                        object_id=pk,
                        due_on=day,
                        recipient=deputy.user,
                        actor=scene.director.user,
                    )
                )
        with django_assert_num_queries(9):
            assert len(lines_of(rows, scene.school, MONDAY)) == len(rows)


def test_what_waits_for_a_check_says_when_it_was_done(scene, line):
    activity = scene.activity(MONDAY, scene.deputy(), status=Status.CHECK, done_on=date(2022, 3, 10))
    said = line("to_check", activity, scene.director)

    assert ru.day_month(date(2022, 3, 10)) in said.note
    assert (said.section, said.act_url, said.withheld) == (Section.ASKED, "", "")
