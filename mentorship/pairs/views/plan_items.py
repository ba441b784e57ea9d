"""Lines and sections of a plan: written, changed, moved, taken out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.plans import ItemForm, NewItemForm, SectionForm
from ..models import PlanItem
from ..services import plans as services
from .plans import plan_to


def item_to(request, action, plan_item_id):
    """The line, if the person may do this with its plan."""
    rows = PlanItem.objects.select_related("section__plan__pairing__mentor__person")
    item = get_object_or_404(rows, public_id=plan_item_id)
    plan_to(request, action, item.section.plan.public_id)
    return item


@require_http_methods(["GET", "POST"])
@requires("plans.edit", own=True)
def plan_item_new(request, plan_id):
    """A new line at the end of the section that the address names, else of the last one."""
    plan = plan_to(request, "plans.edit", plan_id)
    sections = list(plan.sections.all())
    section = next((one for one in sections if str(one.pk) == request.GET.get("section")), None)
    section = section or (sections[-1] if sections else None)
    form = NewItemForm(request.POST if request.method == "POST" else None, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            section = section or services.add_section(plan=plan, title=_("Tasks"), by=request.user)
            services.add_item(section=section, values=form.cleaned_data, by=request.user)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The task is in the plan."))
            return redirect(plan)
    context = {"form": form, "plan": plan, "section": section}
    return render(request, "pairs/plan_item_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("plans.edit", own=True)
def plan_section_new(request, plan_id):
    plan = plan_to(request, "plans.edit", plan_id)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            section = services.add_section(plan=plan, title=form.cleaned_data["title"], by=request.user)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('plan_item_new', args=[plan.public_id])}?section={section.pk}")
    return render(
        request, "pairs/plan_section_new.html", {"form": form, "plan": plan}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@requires("plans.edit", own=True)
def plan_item(request, plan_item_id):
    """Change a line; most often: write what came of it."""
    item = item_to(request, "plans.edit", plan_item_id)
    plan = item.section.plan
    data = request.POST if request.method == "POST" else None
    form = ItemForm(data, instance=item, scale=plan.mark_scale, today=request.today)

    def save(form):
        services.edit_item(item=item, version=form.seen_version, changes=form.changes, by=request.user)

    return edit_page(
        request,
        form=form,
        save=save,
        done=plan.get_absolute_url(),
        message=_("The task is saved."),
        template="pairs/plan_item.html",
        page={"plan": plan, "item": item},
    )


@require_POST
@requires("plans.edit", own=True)
def plan_item_act(request, plan_item_id, act):
    """Up, down, out of the plan, done today."""
    item = item_to(request, "plans.edit", plan_item_id)
    plan = item.section.plan
    try:
        if act in ("up", "down"):
            services.move_item(item=item, up=act == "up", by=request.user)
        elif act == "delete":
            services.remove_item(item=item, by=request.user)
            undo = reverse("plan_item_act", args=[item.public_id, "restore"])
            messages.success(request, _("The task is out of the plan."), extra_tags=f"undo:{undo}")
        elif act == "restore":
            services.put_item_back(item=item, by=request.user)
        elif act == "done":
            day = None if item.done_on else request.today
            services.edit_item(item=item, version=item.version, changes={"done_on": day}, by=request.user)
        else:
            raise Http404
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(f"{plan.get_absolute_url()}#item-{item.public_id}")
