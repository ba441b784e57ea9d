"""Classes with how many of their pupils have answered, signed and are ready."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires
from mentorship.programmes.models import SchoolClass

from ..funnel import Funnel, with_funnel
from ..models import PersonKind
from ..visibility import mentees_for, own_classes, people_for


@dataclass(frozen=True)
class Part:
    """«19 of 27», a link to those who lack it."""

    words: str
    done: int
    total: int
    url: str


@dataclass(frozen=True)
class ClassRow:
    title: str
    pupils: int
    pupils_url: str
    mentees: int
    mentees_url: str
    parts: list[Part]


@require_safe
@requires("people.edit", own=True)
def people_classes(request):
    classes = SchoolClass.objects.all()
    if not request.access.can("people.edit"):
        classes = classes.filter(pk__in=own_classes(request.memberships))
    pupils = counted(people_for(request).filter(kind=PersonKind.PUPIL, has_left=False), "school_class")
    mentees = mentees_by_class(request)
    rows = [row_of(one, pupils.get(one.pk, 0), mentees.get(one.pk)) for one in classes]
    without = pupils.get(None, 0)
    context = {
        "rows": rows,
        "without": without,
        "without_url": address("people", **{"class": "none", "kind": PersonKind.PUPIL}),
        "may_place": bool(rows) and request.access.can("people.edit"),
        "may_move": request.access.can("people.erase"),
        "may_import": request.access.can("people.import", own=True),
    }
    return render(request, "people/classes.html", context)


def counted(rows, name):
    return dict(rows.order_by().values_list(name).annotate(total=Count("pk")))


def mentees_by_class(request):
    """Of each class: how many mentees are in the programme, and how many of them have what."""
    if request.programme is None:
        return {}
    on_the_way = Q(is_completed=False) & (Q(left_on=None) | Q(left_on__gt=request.today))
    rows = with_funnel(mentees_for(request).filter(on_the_way), request.today)
    found = (
        rows.order_by()
        .values("person__school_class")
        .annotate(
            total=Count("pk"),
            answered=Count("pk", filter=Q(has_answered=True)),
            signed=Count("pk", filter=Q(has_participation=True, has_processing=True)),
            ready=Count("pk", filter=Q(funnel__in=[Funnel.READY, Funnel.PAIRED])),
        )
    )
    return {one["person__school_class"]: one for one in found}


def row_of(school_class, pupils, counts):
    counts = counts or {"total": 0, "answered": 0, "signed": 0, "ready": 0}
    total, here = counts["total"], {"class": school_class.pk}
    parts = [
        Part(_("Questionnaires"), counts["answered"], total, address("mentees", missing="answered", **here)),
        Part(_("Consents"), counts["signed"], total, address("mentees", missing="consents", **here)),
        Part(_("Ready for matching"), counts["ready"], total, address("mentees", funnel=Funnel.READY.value, **here)),
    ]
    pupils_url = address("people", kind=PersonKind.PUPIL, **here)
    return ClassRow(str(school_class), pupils, pupils_url, total, address("mentees", **here), parts)


def address(name, **query):
    return f"{reverse(name)}?{urlencode(query)}"
