"""The quantitative form: rows are added, counted twice a year, taken out and put back."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import MentoringForm

from ..models import Quantity

audit.ACTION_TITLES |= {
    "quantity.added": gettext_lazy("Counted quantity added"),
    "quantity.edited": gettext_lazy("Counted quantity changed"),
    "quantity.deleted": gettext_lazy("Counted quantity thrown away"),
    "quantity.restored": gettext_lazy("Counted quantity put back"),
}
USUAL = {
    "Ученик – ученик": (
        ("Ученики, занятые в кружках и секциях", "чел.", False),
        ("Завершённые учебные и творческие проекты", "шт.", False),
        ("Ученики, стоящие на учёте", "чел.", True),
        ("Жалобы родителей и учителей на ссоры между учениками", "шт.", True),
    ),
    "Учитель – ученик": (
        ("Участники олимпиад и конкурсов среди наставляемых", "чел.", False),
        ("Наставляемые, занятые в кружках и секциях", "чел.", False),
        ("Неудовлетворительные отметки наставляемых за четверть", "шт.", True),
    ),
    "Учитель – учитель": (
        ("Молодые учителя, которые хотят остаться в школе", "чел.", False),
        ("Собственные методические работы молодых учителей", "шт.", False),
        ("Жалобы родителей и учеников на работу молодых учителей", "шт.", True),
    ),
    "Студент – ученик": (("Ученики, выбравшие направление поступления", "чел.", False),),
    "Работодатель – ученик": (
        ("Профориентационные события с предприятиями", "шт.", False),
        ("Ученики, которые хотят работать в регионе", "чел.", False),
    ),
}
"""What is usually counted, by the form of mentoring: (title, unit, fewer is better). Numbers only, never names."""


@transaction.atomic
def add(*, programme, values, by):
    """A row of the form; the same one is not written twice, also when a button is pressed twice."""
    type(programme).objects.select_for_update().get(pk=programme.pk)
    refuse_a_second(programme, values["title"], values.get("form"))
    last = Quantity.objects.filter(programme=programme).aggregate(last=Max("position"))["last"] or 0
    row = Quantity.objects.create(school_id=programme.school_id, programme=programme, position=last + 1, **values)
    audit.record(by=by, action="quantity.added", row=row)
    return row


def refuse_a_second(programme, title, form, but=None):
    """A row stands once in its form: two of one name would be counted twice and read as a contradiction."""
    same = Quantity.objects.filter(programme=programme, title=title, form=form, deleted_at=None)
    if same.exclude(pk=but).exists():
        raise RuleBroken(_("This row stands in the form already."))


@transaction.atomic
def add_usual(*, programme, by):
    """The usual rows of the programme's forms that are not there yet; pressed twice it adds nothing the second time."""
    programme = type(programme).objects.select_for_update().get(pk=programme.pk)
    there = set(Quantity.objects.filter(programme=programme, deleted_at=None).values_list("title", flat=True))
    forms = {form.title: form for form in MentoringForm.objects.filter(programmes=programme)}
    added = 0
    for title, rows in USUAL.items():
        for words, unit, fewer in rows:
            if title in forms and words not in there:
                values = {"form": forms[title], "title": words, "unit": unit, "fewer_is_better": fewer}
                add(programme=programme, values=values, by=by)
                there.add(words)
                added += 1
    return added


@transaction.atomic
def edit(*, row, version, changes, words, by):
    type(row.programme).objects.select_for_update().get(pk=row.programme_id)
    if changes.keys() & {"title", "form"}:
        refuse_a_second(row.programme, changes.get("title", row.title), changes.get("form", row.form), but=row.pk)
    row.swap(version, **changes)
    audit.record(by=by, action="quantity.edited", row=row, changes=words)
    return row


@transaction.atomic
def throw_away(*, row, by):
    """Out of the form; a second click changes nothing."""
    if Quantity.objects.filter(pk=row.pk, deleted_at=None).update(deleted_at=clock.now(), version=F("version") + 1):
        audit.record(by=by, action="quantity.deleted", row=row)


@transaction.atomic
def restore(*, row, by):
    """Back into the form, unless the same row was written anew in the meantime."""
    type(row.programme).objects.select_for_update().get(pk=row.programme_id)
    refuse_a_second(row.programme, row.title, row.form, but=row.pk)
    changed = Quantity.objects.filter(pk=row.pk).exclude(deleted_at=None)
    if changed.update(deleted_at=None, version=F("version") + 1):
        audit.record(by=by, action="quantity.restored", row=row)
