"""Who has no pair in a draft and why; which mentors the school lacks; both as files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mentorship.common import pdf, xlsx
from mentorship.common.errors import RuleBroken
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires

from ..forms.unpaired import UnpairedFilterForm
from ..telling import Telling
from ..unpaired import PER_PAGE, Situation, unpaired_of
from ..unpaired_papers import list_of, radar_of, title_of
from .drafts import may_edit, sees_choices, whole_draft_for


def situation_for(request, run, *, is_paper=False):
    """A paper goes from hand to hand: whom somebody would rather not is never on it."""
    return Situation(run, Telling(None, None, sees_choices(request) and not is_paper))


@require_safe
@requires("matching.view")
def matching_unpaired(request, run_id):
    run = whole_draft_for(request, run_id)
    form = UnpairedFilterForm(request.GET, run=run)
    situation = situation_for(request, run)
    page = Paginator(unpaired_of(run, **form.wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "filter_form": form,
        "is_filtered": bool(form.wanted),
        "page_obj": page,
        "rows": situation.rows(page),
        "is_known": situation.is_known,
        "radar": radar_of(situation) if page.paginator.count else None,
        "may_edit": may_edit(request, run),
        "sees_care": request.access.can("care.view"),
    }
    return render(request, "matching/unpaired.html", context)


@require_safe
@requires("matching.view")
def matching_unpaired_pdf(request, run_id):
    run = whole_draft_for(request, run_id)
    try:
        content = pdf.table_to_pdf(table_for(request, run))
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("matching_unpaired", run_id)
    return paper(content, pdf.MIME, f"{title_of(run)}.pdf")


@require_safe
@requires("matching.view")
def matching_unpaired_xlsx(request, run_id):
    run = whole_draft_for(request, run_id)
    content = xlsx.table_to_xlsx(table_for(request, run), has_filters=True)
    return paper(content, xlsx.MIME, f"{title_of(run)}.xlsx")


def table_for(request, run):
    situation = situation_for(request, run, is_paper=True)
    return list_of(run, situation.rows(unpaired_of(run)), situation)
