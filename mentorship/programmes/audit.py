"""Writing the log: services call it in the transaction of the act."""

from .models import AuditEvent


def record(*, by, action, row, changes=None, name=""):
    """Add one entry. ``by`` is None when the product itself acts; ``changes`` is ``{field: [before, after]}``."""
    return AuditEvent.objects.create(
        school_id=row.school_id,
        actor=by,
        actor_name=by.short_name if by else "",
        action=action,
        object_type=row._meta.label_lower,
        object_id=row.pk,
        object_name=(name or str(row))[:300],
        changes=changes or {},
    )
