"""A draft that was really computed, of people who may be matched."""

from mentorship.matching.services import runs
from mentorship.people.models import Axis, MenteeTag, MentorTag
from tests.factories import SchoolClassFactory, TagFactory

from .registers import DAY, ready_mentee, ready_mentor

TUESDAY, WEDNESDAY = "tue-after1", "wed-after1"


def word(row, tag):
    kind = MentorTag if hasattr(row, "capacity") else MenteeTag
    side = "mentor" if kind is MentorTag else "mentee"
    kind.objects.create(school=row.school, tag=tag, **{side: row})


def people(programme, *, mentors=2, mentees=3):
    """Mentors on Tuesday with one place each, pupils of one class on Tuesday; all want mathematics."""
    school_class = SchoolClassFactory(school=programme.school, grade=8, letter="Б")
    maths = TagFactory(school=programme.school, axis=Axis.SUBJECT, title="Математика")
    helpers = [
        ready_mentor(programme, slots=[TUESDAY], person__surname=f"Наставникова{number}", person__birth_year=1980)
        for number in range(mentors)
    ]
    pupils = [
        ready_mentee(
            programme,
            slots=[TUESDAY],
            person__surname=f"Учеников{number}",
            person__birth_year=2008,
            person__school_class=school_class,
        )
        for number in range(mentees)
    ]
    for one in (*helpers, *pupils):
        word(one, maths)
    return helpers, pupils


def draft(programme, by=None, day=DAY):
    """Who may be matched on the day, computed."""
    run = runs.start(programme, form=None, by=by, day=day)
    run.refresh_from_db()
    return run
