"""Papers with names leave a trace, as exports do: the log says who printed what, a minor's card says who took it."""

from django.db import transaction

from mentorship.common import clock
from mentorship.programmes import audit

from ..models import PersonView


@transaction.atomic
def record_paper(people, *, title, programme, by, day, row=None, action="register.printed"):
    """Write down that a paper of these people was taken out.

    The log says it of ``row``; a paper of no row in particular is one of the programme, or of the school without one.
    """
    if not people:
        return
    PersonView.objects.bulk_create(
        PersonView(
            school_id=person.school_id,
            person=person,
            user=by,
            user_name=by.short_name,
            what=PersonView.What.EXPORT,
            at=clock.now(),
        )
        for person in people
        if person.is_minor(day)
    )
    audit.record(by=by, action=action, row=row or programme or people[0].school, name=title)
