"""What two drafts of a programme have differently, mentee by mentee, counted and paged by the database."""

from dataclasses import dataclass

from django.db.models import Avg, BigIntegerField, Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from mentorship.people.models import Mentee, Mentor

from .models import Proposal
from .workbench import whole


@dataclass(frozen=True)
class Difference:
    """One mentee: the mentor and the score of 100 in each of the two drafts; None = nobody, ``is_there`` = in it."""

    mentee: Mentee
    left: Mentor | None
    left_score: int | None
    right: Mentor | None
    right_score: int | None
    was_there: bool = True
    is_there: bool = True

    @property
    def is_changed(self):
        return self.left != self.right


def figures_of(*runs):
    """``{run's pk: {name: number}}`` of drafts as they are now, in one query; scores are of 100."""
    rows = Proposal.objects.filter(run__in=[run.pk for run in runs]).order_by().values("run")
    rows = rows.annotate(
        mentees=Count("pk"),
        paired=Count("mentor"),
        unpaired=F("mentees") - F("paired"),
        served=Count("mentor", distinct=True),
        mean=Avg("points"),
        least=Min("points"),
        locked=Count("pk", filter=Q(is_locked=True)),
    )
    return {row["run"]: row | {"mean": whole(row["mean"]), "least": whole(row["least"])} for row in rows}


def mentees_of(left, right):
    """Mentees of either draft with ``left_mentor``, ``left_points`` and so on."""
    rows = Mentee.objects.filter(
        Exists(Proposal.objects.filter(run__in=(left.pk, right.pk), mentee=OuterRef("pk")))
    ).select_related("person__school_class")
    for name, run in (("left", left), ("right", right)):
        place = Proposal.objects.filter(run=run.pk, mentee=OuterRef("pk"))
        rows = rows.annotate(
            **{
                f"{name}_there": Exists(place),
                f"{name}_mentor": Subquery(place.values("mentor")[:1]),
                f"{name}_points": Subquery(place.values("points")[:1]),
            }
        )
    return rows.order_by("person__name_key", "pk")


def changed(rows):
    """Those whose mentor is another one, or who are in one of the drafts alone. No mentor is the number 0 here, for
    nothing is ever equal to NULL."""
    rows = rows.annotate(
        one=Coalesce("left_mentor", 0, output_field=BigIntegerField()),
        other=Coalesce("right_mentor", 0, output_field=BigIntegerField()),
    )
    return rows.exclude(one=F("other"), left_there=F("right_there"))


def count_of(left, right):
    """How many mentees of both drafts have another mentor."""
    return changed(mentees_of(left, right)).count()


def differences_of(rows):
    """The rows of a page with their mentors, in one query more."""
    rows = list(rows)
    numbers = {row.left_mentor for row in rows} | {row.right_mentor for row in rows}
    mentors = Mentor.objects.select_related("person__school_class").in_bulk(numbers - {None})
    return [
        Difference(
            mentee=row,
            left=mentors.get(row.left_mentor),
            left_score=whole(row.left_points),
            right=mentors.get(row.right_mentor),
            right_score=whole(row.right_points),
            was_there=row.left_there,
            is_there=row.right_there,
        )
        for row in rows
    ]
