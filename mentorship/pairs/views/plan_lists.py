"""All plans of the programme, and the templates from which plans are begun."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import clock
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.plan_filters import PlansFilterForm
from ..forms.plans import TemplateForm
from ..models import DevelopmentPlan, PlanTemplate
from ..planning import LOOKS, with_progress
from ..ready_plans import ready_plans, take
from ..visibility import pairings_for

PER_PAGE = 50


@require_safe
@requires("plans.view")
def plans(request):
    """Plans of the pairs that the person may see, those with overdue tasks first."""
    rows = DevelopmentPlan.objects.living().filter(pairing__in=pairings_for(request).values("pk"))
    form = PlansFilterForm(request.GET)
    rows = form.narrow(with_progress(rows, request.today))
    rows = rows.select_related("mentee__person__school_class", "pairing__mentor__person")
    page = Paginator(rows.order_by("-late", "pairing__mentor__person__name_key", "pk"), PER_PAGE)
    page = page.get_page(request.GET.get("page"))
    for row in page:
        row.look = LOOKS[row.state]
    context = {
        "page_obj": page,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "may_edit": request.access.can("plans.edit"),
    }
    return render(request, "pairs/plans.html", context)


@require_safe
@requires("plans.edit")
def plan_templates(request):
    """The school's own templates and the ready ones that it has not taken."""
    own = list(PlanTemplate.objects.filter(deleted_at=None).select_related("form"))
    taken = {one.code for one in own}
    ready = [entry for code, entry in ready_plans().items() if code not in taken]
    return render(request, "pairs/plan_templates.html", {"own": own, "ready": ready})


@require_POST
@requires("plans.edit")
def plan_template_take(request, code):
    if code not in ready_plans():
        raise Http404
    row = take(request.school, code)
    messages.success(request, _("%(title)s: the template is the school's own now.") % {"title": row.title})
    return redirect("plan_template", row.public_id)


@require_http_methods(["GET", "POST"])
@requires("plans.edit")
def plan_template_new(request):
    form = TemplateForm(
        request.POST if request.method == "POST" else None, instance=PlanTemplate(school=request.school)
    )
    if request.method == "POST" and form.is_valid():
        row = PlanTemplate.objects.create(school=request.school, **form.changes)
        messages.success(request, _("%(title)s: the template is saved.") % {"title": row.title})
        return redirect("plan_templates")
    return render(request, "pairs/plan_template.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("plans.edit")
def plan_template(request, plan_template_id):
    row = get_object_or_404(PlanTemplate.objects.filter(deleted_at=None), public_id=plan_template_id)
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=row)
    return edit_page(
        request,
        form=form,
        save=lambda form: row.swap(form.seen_version, **form.changes),
        done="plan_templates",
        message=_("%(title)s: the template is saved.") % {"title": row.title},
        template="pairs/plan_template.html",
        page={"row": row},
    )


@require_POST
@requires("plans.edit")
def plan_template_delete(request, plan_template_id):
    """Plans that were begun from it stay; a ready one can be taken anew."""
    row = get_object_or_404(PlanTemplate.objects.filter(deleted_at=None), public_id=plan_template_id)
    row.swap(row.version, deleted_at=clock.now())
    undo = reverse("plan_template_restore", args=[row.public_id])
    words = _("%(title)s: the template is thrown away.") % {"title": row.title}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("plan_templates")


@require_POST
@requires("plans.edit")
def plan_template_restore(request, plan_template_id):
    """Back into the list, unless the ready one was taken anew meanwhile."""
    row = get_object_or_404(PlanTemplate.objects.all(), public_id=plan_template_id)
    if not row.deleted_at:
        return redirect("plan_templates")
    if row.code and PlanTemplate.objects.filter(code=row.code, deleted_at=None).exists():
        messages.error(request, _("There is another template in its place already."))
    else:
        row.swap(row.version, deleted_at=None)
    return redirect("plan_templates")
