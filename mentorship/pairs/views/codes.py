"""Slips with the codes of mentees' own pages: whose, for which class, and a new code for a lost slip."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import pdf
from mentorship.people.visibility import own_classes
from mentorship.programmes.access import requires
from mentorship.programmes.models import SchoolClass
from surveys.files import paper

from ..codes import MOST_SLIPS, codes_to_pdf, mentees_with_codes
from ..doors import renew
from ..models import PairingMentee
from ..services import calls

A_PAGE = 50


def printable(request):
    """Mentees whose slips the person may hold: a class teacher those of the own classes, and nobody those of the own
    mentees, for with the code one speaks in the child's name."""
    if request.programme is None:
        raise Http404
    led = PairingMentee.objects.filter(pairing__mentor__person__user=request.user, pairing__deleted_at=None)
    rows = mentees_with_codes(request.programme, request.today).exclude(pk__in=led.values("mentee"))
    if request.access.can("doors.print"):
        return rows
    return rows.filter(person__school_class__in=own_classes(request.memberships))


@require_safe
@requires("doors.print", own=True)
def codes(request):
    rows = printable(request)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    classes = SchoolClass.objects.filter(pk__in=rows.order_by().values("person__school_class"))
    context = {"page_obj": page, "classes": classes.order_by("grade", "letter", "pk"), "most": MOST_SLIPS}
    return render(request, "pairs/codes.html", context)


@require_POST
@requires("doors.print", own=True)
def codes_pdf(request):
    """A paper with names and codes: the log says who has taken it."""
    rows = printable(request)
    if wanted := request.POST.get("class", ""):
        rows = rows.filter(person__school_class__in=[int(wanted)] if wanted.isdecimal() else [])
    if one := request.POST.get("mentee", ""):
        rows = rows.filter(public_id=get_object_or_404(rows, public_id=one).public_id)
    mentees = list(rows[:MOST_SLIPS])
    if not mentees:
        raise Http404
    content = codes_to_pdf(mentees)
    calls.note_printed(programme=request.programme, count=len(mentees), by=request.user)
    return paper(content, pdf.MIME, f"{_('Codes of mentees')}.pdf")


@require_http_methods(["GET", "POST"])
@requires("doors.print", own=True)
def code_renew(request, mentee_id):
    """A slip that got into other hands is made worthless; the new one is printed from the list."""
    mentee = get_object_or_404(printable(request), public_id=mentee_id)
    if request.method == "POST":
        renew(mentee)
        calls.note_renewed(mentee=mentee, by=request.user)
        messages.success(request, _("%(mentee)s: the code is new, the old slip opens nothing.") % {"mentee": mentee})
        return redirect("codes")
    return render(request, "pairs/code_renew.html", {"mentee": mentee})
