"""Which two campaigns are compared, where the school knows better than the product."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentorship.programmes import audit

from ..models import Measurement

audit.ACTION_TITLES |= {
    "measurement.chosen": _("Questionnaires to compare chosen"),
    "measurement.cleared": _("Questionnaires to compare left to the product again"),
}


@transaction.atomic
def choose(*, programme, form, side, before, after, by):
    """The only two that are compared of the form and side. Of two people at once the last word stands, and the log
    has both."""
    type(programme).objects.select_for_update().get(pk=programme.pk)
    row, _made = Measurement.objects.update_or_create(
        programme=programme,
        form=form,
        side=side,
        defaults={"before": before, "after": after},
        create_defaults={"school_id": programme.school_id, "before": before, "after": after},
    )
    changes = {"before": ["", str(before or "—")], "after": ["", str(after or "—")]}
    audit.record(by=by, action="measurement.chosen", row=row, changes=changes)
    return row


@transaction.atomic
def clear(*, row, by):
    """Back to what the questionnaires say of themselves."""
    audit.record(by=by, action="measurement.cleared", row=row)
    row.delete()
