"""Saving what stands on the settings pages: each save is compare-and-swap and leaves an entry in the log."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentorship.common.errors import EditConflict, RuleBroken

from .. import audit
from ..holidays import HOLIDAYS
from ..models import DayOff, MentoringForm, Programme, ReminderSettings, School


@transaction.atomic
def save_school(*, school, version, changes, words, by):
    """School is no row of a school, so it has its own compare-and-swap."""
    saved = School.objects.filter(pk=school.pk, version=version).update(version=F("version") + 1, **changes)
    school = School.objects.get(pk=school.pk)
    if not saved:
        raise EditConflict(_("Somebody has changed this in the meantime."), theirs=school)
    audit.record(by=by, action="school.edited", row=school, changes=words)
    return school


@transaction.atomic
def save_programme(*, programme, version, changes, forms, words, by):
    programme.swap(version, **changes)
    programme.forms.set(forms, through_defaults={"school": programme.school})
    audit.record(by=by, action="programme.edited", row=programme, changes=words)


@transaction.atomic
def create_programme(*, school, forms, by, **fields):
    """A new programme; the first one becomes the current one by itself.

    The school is locked first, so that a button pressed twice makes one programme.
    """
    School.objects.select_for_update().get(pk=school.pk)
    if Programme.objects.filter(title=fields["title"], starts_on=fields["starts_on"]).exists():
        raise RuleBroken(_("There is already a programme with this title and this first day."))
    programme = Programme.objects.create(school=school, **fields)
    programme.forms.set(forms, through_defaults={"school": school})
    audit.record(by=by, action="programme.created", row=programme)
    School.objects.filter(pk=school.pk, current_programme=None).update(current_programme=programme)
    return programme


@transaction.atomic
def choose_programme(*, programme, by):
    School.objects.filter(pk=programme.school_id).update(current_programme=programme, version=F("version") + 1)
    audit.record(by=by, action="programme.chosen", row=programme)


@transaction.atomic
def delete_mentoring_form(*, form, by):
    if form.programmes.exists():
        raise RuleBroken(_("A programme uses this form of mentoring; untick it there first."))
    audit.record(by=by, action="mentoring_form.deleted", row=form)
    form.delete()


@transaction.atomic
def add_mentoring_form(*, form, by):
    form.save()
    audit.record(by=by, action="mentoring_form.created", row=form)


@transaction.atomic
def edit_mentoring_form(*, form, seen, by, **changes):
    """A row of two fields has no version: the title that the person saw stands for it."""
    if not MentoringForm.objects.filter(pk=form.pk, title=seen).update(**changes):
        theirs = MentoringForm.objects.get(pk=form.pk)
        words = _("Somebody has renamed this to “%(title)s” in the meantime.") % {"title": theirs.title}
        raise EditConflict(words, theirs=theirs)
    form.refresh_from_db()
    audit.record(by=by, action="mentoring_form.edited", row=form, changes={str(_("title")): [seen, form.title]})


@transaction.atomic
def save_reminders(*, school, version, changes, words, by):
    row, _is_new = ReminderSettings.objects.get_or_create(school=school)
    row.swap(version, **changes)
    audit.record(by=by, action="reminders.edited", row=row, changes=words, name=str(_("reminders")))


@transaction.atomic
def add_holidays(*, school, year, by):
    """Put the country's holidays of the year into the calendar; days that stand there already stay as they are."""
    rows = [
        DayOff(school=school, day=day, is_working=is_working, title=title)
        for day, is_working, title in HOLIDAYS.get(year, ())
    ]
    before = DayOff.objects.filter(day__year=year).count()
    DayOff.objects.bulk_create(rows, ignore_conflicts=True)
    added = DayOff.objects.filter(day__year=year).count() - before
    audit.record(by=by, action="calendar.holidays_added", row=school, name=str(year))
    return added


@transaction.atomic
def add_special_day(*, school, day, is_working, title, by):
    try:
        with transaction.atomic():
            row = DayOff.objects.create(school=school, day=day, is_working=is_working, title=title)
    except IntegrityError as error:
        raise RuleBroken(_("This day is already in the list; remove it first.")) from error
    audit.record(by=by, action="calendar.day_added", row=row)


@transaction.atomic
def remove_special_day(*, day, by):
    audit.record(by=by, action="calendar.day_removed", row=day)
    day.delete()


TEACHER_AND_PUPIL = "Учитель – ученик"
"""Every school has it, though the federal target model has not."""


def seed_mentoring_forms(school):
    """The five forms of the federal target model and the commonest one, copied into a school that has none."""
    titles = [
        TEACHER_AND_PUPIL,
        "Ученик – ученик",
        "Учитель – учитель",
        "Студент – ученик",
        "Работодатель – ученик",
        "Работодатель – студент",
    ]
    MentoringForm.objects.bulk_create(
        [
            MentoringForm(school=school, title=title, position=position, is_federal=title != TEACHER_AND_PUPIL)
            for position, title in enumerate(titles, 1)
        ],
        ignore_conflicts=True,
    )
