"""The figures that the schools gave for a request, as one table: in the product's order or in the region's own form."""

from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common.table import Column, Table
from mentorship.programmes.models import School

from .figures import CODES, Figures
from .models import FiguresAnswer
from .regional import said_of


def columns_of(mapping):
    """``[(heading, what fills it)]``: of the region's form, else the school and every figure."""
    if mapping:
        return [(one["title"], one["figure"]) for one in mapping.columns]
    return [
        (_("School"), "school"),
        (_("City or village"), "city"),
        *((str(code.title), name) for name, code in CODES.items()),
        (_("Words of the school"), "words"),
    ]


def table_of(request, mapping=None):
    """A line of each school of the region, those without an answer with empty cells; three queries."""
    schools = list(School.objects.filter(region=request.region_id).order_by("short_name", "pk"))
    with scope(school=schools):
        answers = {one.school_id: one for one in FiguresAnswer.objects.filter(request=request)}
    columns = columns_of(mapping)
    rows = [line_of(school, answers.get(school.pk), columns) for school in schools]
    subtitle = _("Figures as of %(day)s") % {"day": f"{request.as_of:%d.%m.%Y}"}
    return Table(
        mapping.title if mapping else request.title,
        [Column(title) for title, _what in columns],
        rows,
        subtitle=subtitle,
    )


def line_of(school, answer, columns):
    """The cells of a school; what the region may not see of a small one is hidden here too."""
    is_given = answer is not None and answer.sent_at is not None
    words = said_of(Figures.from_json(answer.figures)) if is_given and answer.figures else {}
    words |= {"school": school.short_name, "city": school.city, "words": answer.words if is_given else ""}
    return [words.get(what, "") for _title, what in columns]
