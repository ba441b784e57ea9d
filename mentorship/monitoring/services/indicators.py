"""Targets, bases and the rules of the monitoring are changed here, each with a line in the log."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import School

from ..indicators import bases_on
from ..models import Denominator, IndicatorTarget, MonitoringSettings

audit.ACTION_TITLES |= {
    "target.added": gettext_lazy("Target of an indicator added"),
    "target.edited": gettext_lazy("Target of an indicator changed"),
    "target.deleted": gettext_lazy("Target of an indicator removed"),
    "base.typed": gettext_lazy("Base of an indicator typed"),
    "monitoring_rules.edited": gettext_lazy("Rules of the monitoring changed"),
}


def add_target(*, school, values, by):
    """A year has one target of an indicator; the second one is told so."""
    try:
        with transaction.atomic():
            row = IndicatorTarget.objects.create(school=school, **values)
            audit.record(by=by, action="target.added", row=row, name=name_of(row))
    except IntegrityError as error:
        raise RuleBroken(taken(values["year"])) from error
    return row


@transaction.atomic
def add_targets(*, school, year, percents, source, by):
    """The targets of a year that are not there yet; pressed twice it adds nothing the second time."""
    School.objects.select_for_update().get(pk=school.pk)
    there = set(IndicatorTarget.objects.filter(year=year).values_list("indicator", flat=True))
    return [
        add_target(
            school=school,
            values={"indicator": code, "year": year, "percent": percent, "source": source},
            by=by,
        )
        for code, percent in percents.items()
        if code not in there
    ]


def edit_target(*, row, version, changes, words, by):
    try:
        with transaction.atomic():
            row.swap(version, **changes)
            audit.record(by=by, action="target.edited", row=row, name=name_of(row), changes=words)
    except IntegrityError as error:
        raise RuleBroken(taken(changes.get("year", row.year))) from error
    return row


def taken(year):
    return _("%(year)d has a target of this indicator already.") % {"year": year}


@transaction.atomic
def remove_target(*, row, by):
    """Out of the table, once of two at once; the log keeps its values, and ``restore_target`` reads them there."""
    if IndicatorTarget.objects.filter(pk=row.pk).delete()[0]:
        audit.record(by=by, action="target.deleted", row=row, name=name_of(row), changes=said(row))


def restore_target(*, event, school, by):
    """Put back what the log says was removed; pressed twice it is there once, and the second press is told so."""
    values = {name: event.changes[label(name)][0] for name in FIELDS}
    return add_target(school=school, values=values | {"year": int(values["year"])}, by=by)


FIELDS = ("indicator", "year", "percent", "source")


def label(name):
    return str(IndicatorTarget._meta.get_field(name).verbose_name)


def said(row):
    """What is removed, as the log shows it."""
    return {label(name): [str(getattr(row, name)), ""] for name in FIELDS}


def name_of(row):
    return f"{row.get_indicator_display()}, {row.year}"


@transaction.atomic
def type_bases(*, school, day, counts, source, by):
    """Add a row for each number that says something new; a button pressed twice adds nothing the second time.

    The school is locked, so that two people who type the same day one after another both find what is there.
    """
    School.objects.select_for_update().get(pk=school.pk)
    there, added = bases_on(school, day), []
    for base, count in counts.items():
        last = there.get(base)
        if last and (last.day, last.count, last.source) == (day, count, source):
            continue
        row = Denominator(school=school, base=base, day=day, count=count, source=source, typed_by=by)
        row.save()
        words = {row.get_base_display(): [str(last.count) if last else "", f"{count} ({day:%d.%m.%Y})"]}
        audit.record(by=by, action="base.typed", row=row, name=str(row.get_base_display()), changes=words)
        added.append(row)
    return added


@transaction.atomic
def edit_rules(*, school, version, changes, words, by):
    """The rules of the school; the first change makes their row. ``version`` is of the row that was seen."""
    row = MonitoringSettings.objects.get_or_create(school=school)[0]
    row.swap(version, **changes)
    audit.record(by=by, action="monitoring_rules.edited", row=row, name=school.short_name, changes=words)
    return row
