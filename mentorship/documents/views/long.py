"""Long papers: what was asked for, how far it is, the file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mentorship.common import clock
from mentorship.people.views.files import stored
from mentorship.programmes.access import requires

from ..long import reports
from ..models import PaperJob
from ..services import jobs

PER_PAGE = 20
ADDRESSES = {"annual_report": reports.ANNUAL, "analytical_note": reports.NOTE, "month_report": reports.MONTHLY}
KINDS = [
    *((f"{name}_new", reports.KINDS[code].title, reports.KINDS[code].purpose) for name, code in ADDRESSES.items()),
    (
        "sheets_new",
        gettext_lazy("Certificates and letters of thanks"),
        gettext_lazy("One PDF for many people, a sheet for each."),
    ),
]
"""(name of the address, title, what it is for)."""
POLL_SECONDS = 2


def jobs_of(request):
    rows = PaperJob.objects.filter(programme=request.programme) if request.programme else PaperJob.objects.none()
    return rows.select_related("asked_by")


def job_for(request, job_id):
    return get_object_or_404(jobs_of(request), public_id=job_id)


@require_safe
@requires("papers.view")
def long_papers(request):
    """What can be asked for, and what was: kept for a week."""
    context = {
        "page_obj": Paginator(jobs_of(request), PER_PAGE).get_page(request.GET.get("page")),
        "kept_days": jobs.KEPT.days,
        "kinds": KINDS,
        "may_inspect": request.access.can("inspection.make"),
        "may_edit": request.access.can("papers.edit") and request.programme is not None,
    }
    return render(request, "documents/long_papers.html", context)


@require_safe
@requires("papers.view")
def long_paper(request, job_id):
    """How far it is: loaded anew by itself, by a link without scripts; with the file when it is ready."""
    job = job_for(request, job_id)
    context = {
        "job": job,
        "seconds": POLL_SECONDS,
        "is_running": job.state in jobs.RUNNING,
        "is_late": jobs.is_late(job, clock.now()),
        "kept_until": job.finished_at + jobs.KEPT if job.finished_at else None,
        "may_edit": request.access.can("papers.edit"),
    }
    if request.htmx and not context["is_running"]:
        return HttpResponse(headers={"HX-Redirect": job.get_absolute_url()})
    return render(request, "documents/_long_paper.html" if request.htmx else "documents/long_paper.html", context)


@require_safe
@requires("papers.view")
def long_paper_file(request, job_id):
    job = job_for(request, job_id)
    if job.state != PaperJob.State.READY:
        return redirect(job)
    return stored(job.file, job.file_name, job.content_type)


@require_POST
@requires("papers.edit")
def long_paper_stop(request, job_id):
    job = job_for(request, job_id)
    if jobs.stop(job):
        undo = _("It can be started again on this page.")
        messages.success(request, _("“%(title)s” is stopped.") % {"title": job.title} + f" {undo}")
    else:
        messages.info(request, _("There was nothing to stop: the paper is done."))
    return redirect(job)


@require_POST
@requires("papers.edit")
def long_paper_again(request, job_id):
    job = job_for(request, job_id)
    if jobs.start_again(job):
        messages.success(request, _("“%(title)s” is being made again.") % {"title": job.title})
    return redirect(job)
