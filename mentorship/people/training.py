"""How far mentors are with their training: completed are those who were at every event without which it is not."""

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from .funnel import is_trained
from .models import Attendance, Training


def trainings_of(programme):
    """The events of a programme that are not thrown away."""
    return Training.objects.filter(programme=programme, deleted_at=None) if programme else Training.objects.none()


def with_training(mentors):
    """Mentors with ``is_trained``: they were at all the required events of their programme."""
    return mentors.annotate(is_trained=Case(When(is_trained(), then=True), default=False))


def with_progress(mentors):
    """Mentors with ``is_trained``, ``required_attended`` («2 из 3»), ``attended`` and ``hours_attended``."""
    there = Attendance.objects.filter(mentor=OuterRef("pk"), training__deleted_at=None).order_by().values("mentor")

    def figure(expression):
        found = Subquery(there.annotate(figure=expression).values("figure"), output_field=IntegerField())
        return Coalesce(found, Value(0))

    return with_training(mentors).annotate(
        required_attended=figure(Count("pk", filter=Q(training__is_required=True))),
        attended=figure(Count("pk")),
        hours_attended=figure(Sum("training__hours")),
    )


def may_have_certificate(mentor):
    """A certificate says that the training is completed, so somebody must have been somewhere."""
    return bool(mentor.is_trained and mentor.attended)


def own_mentor(mentors, user):
    """The row of the signed-in person among these mentors, or None."""
    return mentors.filter(person__user=user).first()
