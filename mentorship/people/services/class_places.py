"""Where and when classes learn."""

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.programmes import audit
from mentorship.programmes.models import SchoolClass


@transaction.atomic
def place_classes(*, changes, by):
    """Write ``[(class, shown, wanted)]``: each class only if it still is as it was shown. Answers the classes that
    somebody else has changed meanwhile."""
    missed = []
    for one, shown, wanted in changes:
        rows = SchoolClass.objects.filter(pk=one.pk, building=shown.building, shift=shown.shift)
        if not rows.update(building=wanted.building, shift=wanted.shift):
            missed.append(one)
            continue
        words = {
            str(_("building")): [shown.building, wanted.building],
            str(_("shift")): [shown.shift or "", wanted.shift or ""],
        }
        words = {name: [before, after] for name, (before, after) in words.items() if before != after}
        audit.record(by=by, action="class.placed", row=one, changes=words)
    return missed
