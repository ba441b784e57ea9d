"""The wizard of a withdrawal: what stops and what is taken off, the day and the reason, the act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..consent_list import published_of
from ..forms.consents import WithdrawalForm
from ..models import Consent, ConsentKind
from ..papers.paper import papers_to_docx, papers_to_pdf
from ..papers.withdrawal import FILE_TITLE, withdrawal_act
from ..services import consents as services
from .consent_blanks import MIMES, download
from .consents import RIGHT, consent_or_404, record_taken


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def consent_withdraw(request, public_id):
    paper = consent_or_404(request, public_id)
    if paper.withdrawn_on:
        return redirect("consent_withdrawn", public_id)
    data = request.POST if request.method == "POST" else None
    form = WithdrawalForm(data, paper=paper, today=request.today, initial={"withdrawn_on": request.today})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            services.withdraw(paper=paper, on=cleaned["withdrawn_on"], reason=cleaned["reason"], by=request.user)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("consent_withdraw_undo", args=[public_id])
            words = _("Withdrawn: %(name)s.") % {"name": services.name_of(paper)}
            messages.success(request, words, extra_tags=f"undo:{undo}")
            return redirect("consent_withdrawn", public_id)
    rows = list(services.together_with(paper, request.today))
    page = {"form": form, **facts_of(request, paper, rows, request.today)}
    return render(request, "people/consent_withdraw.html", page, status=422 if form.errors else 200)


def facts_of(request, paper, rows, day):
    """What a withdrawal that came on the day stops, and what is to be taken off by when."""
    is_distribution = paper.kind == ConsentKind.DISTRIBUTION
    is_processing = paper.kind == ConsentKind.PROCESSING
    last_day = None
    if is_distribution:
        last_day = services.stop_by(day, school=request.school)
    elif is_processing:
        last_day = services.erase_by(day)
    return {
        "paper": paper,
        "person": paper.person,
        "rows": rows,
        "is_participation": paper.kind == ConsentKind.PARTICIPATION,
        "is_processing": is_processing,
        "is_distribution": is_distribution,
        "published": published_of(paper.person, rows) if is_distribution else [],
        "last_day": last_day,
    }


def withdrawn_or_404(request, public_id):
    """A withdrawn paper and those that ended with it."""
    paper = consent_or_404(request, public_id)
    if not paper.withdrawn_on:
        raise Http404
    rows = Consent.objects.filter(person=paper.person_id, kind=paper.kind, withdrawn_on=paper.withdrawn_on)
    return paper, list(rows)


@require_safe
@requires(RIGHT, own=True)
def consent_withdrawn(request, public_id):
    """What is left to do after a withdrawal: the act, what to take off, whether to erase."""
    paper, rows = withdrawn_or_404(request, public_id)
    page = facts_of(request, paper, rows, paper.withdrawn_on)
    page["erase_url"] = erase_url(paper.person) if request.access.can("people.erase") else ""
    return render(request, "people/consent_withdrawn.html", page)


def erase_url(person):
    """The page where one person is made nameless, where the product has it."""
    try:
        return reverse("person_erase", args=[person.public_id])
    except NoReverseMatch:
        return ""


@require_safe
@requires(RIGHT, own=True)
def consent_act(request, public_id, extension):
    if extension not in MIMES:
        raise Http404
    paper, rows = withdrawn_or_404(request, public_id)
    facts = facts_of(request, paper, rows, paper.withdrawn_on)
    act = withdrawal_act(paper, rows, facts["published"], school=request.school, last_day=facts["last_day"])
    make = papers_to_pdf if extension == "pdf" else papers_to_docx
    content = make([act], FILE_TITLE)
    record_taken(request, paper, "consent.act_taken")
    return download(content, extension, "akt-ob-otzyve-soglasiya")


@require_POST
@requires(RIGHT, own=True)
def consent_withdraw_undo(request, public_id):
    paper, _rows = withdrawn_or_404(request, public_id)
    services.take_back_withdrawal(paper=paper, by=request.user)
    messages.success(request, _("In force again: %(name)s.") % {"name": services.name_of(paper)})
    return redirect("consents_person", paper.person.public_id)
