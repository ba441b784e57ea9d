"""Writing the SWOT table and the coordinator's form."""

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import CoordinatorForm, SwotEntry

audit.ACTION_TITLES |= {
    "swot.added": gettext_lazy("Phrase of the SWOT table added"),
    "swot.edited": gettext_lazy("Phrase of the SWOT table changed"),
    "swot.deleted": gettext_lazy("Phrase of the SWOT table taken out"),
    "swot.restored": gettext_lazy("Phrase of the SWOT table put back"),
    "coordinator_form.saved": gettext_lazy("Coordinator's form saved"),
    "coordinator_form.restored": gettext_lazy("Coordinator's form put back"),
    "coordinator_form.deleted": gettext_lazy("Coordinator's form thrown away"),
}


def next_place(programme, group, quadrant):
    rows = SwotEntry.objects.filter(programme=programme, group=group, quadrant=quadrant)
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def take(*, programme, proposal, by):
    """Take a proposal into the table; two people at once take it once."""
    type(programme).objects.select_for_update().get(pk=programme.pk)
    place = next_place(programme, proposal.group, proposal.quadrant)
    row, is_new = SwotEntry.objects.get_or_create(
        school_id=programme.school_id,
        programme=programme,
        group=proposal.group,
        question=proposal.question,
        defaults={
            "quadrant": proposal.quadrant,
            "text": proposal.text,
            "percent": proposal.percent,
            "answered": proposal.answered,
            "is_proposed": True,
            "position": place,
        },
    )
    if is_new:
        audit.record(by=by, action="swot.added", row=row)
    return row


@transaction.atomic
def add(*, programme, group, quadrant, text, by):
    """A phrase of the coordinator's own; the same one in the same cell is not written twice, nor by two at once."""
    type(programme).objects.select_for_update().get(pk=programme.pk)
    there = SwotEntry.objects.filter(programme=programme, group=group, quadrant=quadrant, text=text, deleted_at=None)
    if there.exists():
        raise RuleBroken(_("This phrase stands in the cell already."))
    row = SwotEntry.objects.create(
        school_id=programme.school_id,
        programme=programme,
        group=group,
        quadrant=quadrant,
        text=text,
        position=next_place(programme, group, quadrant),
    )
    audit.record(by=by, action="swot.added", row=row)
    return row


@transaction.atomic
def edit(*, row, version, changes, words, by):
    """Into another table or cell it comes last; a question proposes one phrase in a table."""
    group, quadrant = changes.get("group", row.group), changes.get("quadrant", row.quadrant)
    if (group, quadrant) != (row.group, row.quadrant):
        changes = changes | {"position": next_place(row.programme, group, quadrant)}
    try:
        with transaction.atomic():
            row.swap(version, **changes)
    except IntegrityError:
        raise RuleBroken(_("The other table has a phrase of this question already.")) from None
    audit.record(by=by, action="swot.edited", row=row, changes=words)


@transaction.atomic
def take_out(*, row, by):
    """A phrase that the answers proposed is not proposed again: the row stays, marked as taken out."""
    if SwotEntry.objects.filter(pk=row.pk, deleted_at=None).update(deleted_at=clock.now(), version=F("version") + 1):
        audit.record(by=by, action="swot.deleted", row=row)


@transaction.atomic
def put_back(*, row, by):
    changed = SwotEntry.objects.filter(pk=row.pk).exclude(deleted_at=None)
    if changed.update(deleted_at=None, version=F("version") + 1):
        audit.record(by=by, action="swot.restored", row=row)


@transaction.atomic
def refresh(*, found, by):
    """Write the shares of today beside the phrases; the words and the cells stay the coordinator's."""
    for one in found:
        SwotEntry.objects.filter(pk=one.row.pk).update(
            percent=one.percent, answered=one.answered, version=F("version") + 1
        )
        words = {_("share, %"): [f"{one.row.percent}", f"{one.percent}"]}
        audit.record(by=by, action="swot.edited", row=one.row, changes=words)


@transaction.atomic
def move(*, row, up):
    """One place up or down within the cell; at the end of it nothing happens."""
    cell = SwotEntry.objects.filter(
        programme=row.programme, group=row.group, quadrant=row.quadrant, deleted_at=None
    ).select_for_update()
    rows = list(cell.order_by("position", "pk"))
    place = next(index for index, one in enumerate(rows) if one.pk == row.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for position, one in enumerate(rows, 1):
            if one.position != position:
                SwotEntry.objects.filter(pk=one.pk).update(position=position)


@transaction.atomic
def save_form(*, row, version, values, by):
    """The form of a day, new or corrected. One day has one form: a second one is refused with the way to the first."""
    if row.pk is None:
        try:
            with transaction.atomic():
                row = CoordinatorForm.objects.create(
                    school_id=row.school_id, programme_id=row.programme_id, filled_by=by, **values
                )
        except IntegrityError:
            raise RuleBroken(_("There is a form of this day already: open it in the list.")) from None
    else:
        try:
            with transaction.atomic():
                row.swap(version, **values)
        except IntegrityError:
            raise RuleBroken(_("There is a form of this day already: open it in the list.")) from None
    audit.record(by=by, action="coordinator_form.saved", row=row, name=f"{row.day:%d.%m.%Y}")
    return row


@transaction.atomic
def delete_form(*, row, by):
    if CoordinatorForm.objects.filter(pk=row.pk, deleted_at=None).update(
        deleted_at=clock.now(), version=F("version") + 1
    ):
        audit.record(by=by, action="coordinator_form.deleted", row=row, name=f"{row.day:%d.%m.%Y}")


@transaction.atomic
def restore_form(*, row, by):
    try:
        with transaction.atomic():
            thrown = CoordinatorForm.objects.filter(pk=row.pk).exclude(deleted_at=None)
            changed = thrown.update(deleted_at=None, version=F("version") + 1)
    except IntegrityError:
        raise RuleBroken(_("There is a form of this day already: open it in the list.")) from None
    if changed:
        audit.record(by=by, action="coordinator_form.restored", row=row, name=f"{row.day:%d.%m.%Y}")
