"""The roadmap or a template as a tree: every change is one small POST that leads back to its place.

With htmx the browser follows the same redirect and swaps the tree alone; without it the page is loaded anew.
"""

import uuid

from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires

from ..forms.tree import WORDS_FORMS, AddForm, ColumnsForm, MoveForm
from ..models import Activity, Roadmap, Stage
from ..queries import current_roadmap
from ..services import tree as acts
from ..services.once import once
from ..tree import place_of, tree_of

PARENTS = {
    "stage": "roadmap__programme",
    "activity": "stage__roadmap__programme",
    "step": "activity__stage__roadmap__programme",
}


@require_safe
@requires("roadmap.edit")
def roadmap_edit(request):
    """The editor of the current roadmap; without one, the page where a roadmap is created."""
    roadmap = current_roadmap(request.programme)
    return tree_page(request, roadmap) if roadmap else redirect("roadmap_new")


@require_safe
@requires("roadmap.edit")
def roadmap_edit_of(request, pk):
    """The editor of any roadmap of the school: next year's, say."""
    return tree_page(request, get_object_or_404(Roadmap.objects.living().select_related("programme"), pk=pk))


@require_safe
@requires("roadmap.edit")
def template_edit(request, pk):
    return tree_page(request, get_object_or_404(Roadmap.objects.templates(), pk=pk))


def address_of(roadmap):
    """Where a roadmap or a template is edited."""
    return reverse("template_edit" if roadmap.is_template else "roadmap_edit_of", args=[roadmap.pk])


def tree_page(request, roadmap, *, node=None, form=None, theirs=None, status=200):
    """The page, with the form of one row open when the address or an error says so."""
    if node is not None:
        stage = node if isinstance(node, Stage) else (node if isinstance(node, Activity) else node.activity).stage
        query = {"stage": str(stage.pk), "page": request.GET.get("page", "")}
    else:
        query = {name: request.GET.get(name, "") for name in ("stage", "page")}
        node = node_to_edit(request, roadmap)
    tree = tree_of(roadmap, address_of(roadmap), stage_pk=query["stage"], page=query["page"])
    context = {
        "tree": tree,
        "roadmap": roadmap,
        "page_obj": tree.page_obj,
        "editing": f"{acts.kind_of(node)}-{node.pk}" if node else "",
        "words_form": form or (words_form(node, roadmap) if node else None),
        "theirs": theirs,
        "add_key": uuid.uuid4(),
        "activity_key": uuid.uuid4(),
        "template_key": uuid.uuid4(),
        "columns_form": ColumnsForm(initial={"version": roadmap.version, "columns": roadmap.columns}),
        "source_key": f"{'template' if roadmap.is_template else 'copy'}-{roadmap.pk}",
    }
    response = render(request, "roadmap/edit.html", context, status=status)
    if status != 200:
        response["HX-Push-Url"] = "false"
    return response


def node_to_edit(request, roadmap):
    """The row whose form the address asks to open: «?edit=activity-12»."""
    kind, _dash, pk = request.GET.get("edit", "").partition("-")
    if kind not in acts.KINDS or not pk.isdecimal():
        return None
    node = acts.KINDS[kind].objects.select_related(PARENTS[kind]).filter(pk=pk, deleted_at=None).first()
    return node if node and acts.roadmap_of(node).pk == roadmap.pk else None


def words_form(node, roadmap, data=None):
    initial = {"responsible": acts.responsible_words(node)} if isinstance(node, Activity) else {}
    return WORDS_FORMS[acts.kind_of(node)](data, node=node, roadmap=roadmap, initial=initial)


def node_or_404(kind, pk):
    if kind not in acts.KINDS:
        raise Http404
    return get_object_or_404(acts.KINDS[kind].objects.select_related(PARENTS[kind]), pk=pk)


def back_to(node):
    return redirect(address_of(acts.roadmap_of(node)) + place_of(node))


def seen_version(request):
    """The version that the person saw when the button was drawn."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() else 0


@require_POST
@requires("roadmap.edit")
def stage_add(request, pk):
    return add(request, get_object_or_404(Roadmap.objects.select_related("programme"), pk=pk))


@require_POST
@requires("roadmap.edit")
def tree_add(request, kind, pk):
    if kind == "step":
        raise Http404
    return add(request, node_or_404(kind, pk))


def add(request, parent):
    """Add a child once, however often the button is pressed, and go to it."""
    form = AddForm(request.POST)
    if isinstance(parent, Roadmap):
        form.fields["title"].validators.append(MaxLengthValidator(acts.TITLE_LENGTH))
    back = address_of(parent) if isinstance(parent, Roadmap) else address_of(acts.roadmap_of(parent)) + place_of(parent)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("title", [_("Write what is to be added.")])))
        return redirect(back)

    def act():
        node = acts.add(parent=parent, title=form.cleaned_data["title"], by=request.user)
        return address_of(acts.roadmap_of(node)) + place_of(node)

    try:
        return redirect(once(school=request.school, key=form.cleaned_data["form_key"], act=act))
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(back)


@require_POST
@requires("roadmap.edit")
def tree_words(request, kind, pk):
    """Save the words of a row. A conflict shows both texts; nothing is lost."""
    node = node_or_404(kind, pk)
    roadmap = acts.roadmap_of(node)
    form = words_form(node, roadmap, request.POST)
    if not form.is_valid():
        return tree_page(request, roadmap, node=node, form=form, status=422)
    try:
        save_words(request, node, form)
    except EditConflict as conflict:
        return conflict_page(request, roadmap, node, form, conflict.theirs)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(address_of(roadmap))
    messages.success(request, _("Saved: “%(title)s”.") % {"title": node.title})
    return back_to(node)


def save_words(request, node, form):
    version, words = form.cleaned_data["version"], form.words()
    if not isinstance(node, Activity):
        acts.reword(node=node, version=version, by=request.user, **words)
        return
    acts.reword_activity(activity=node, version=version, by=request.user, **words)
    if node.term_text and not node.term_kind:
        text = _("The term “%(term)s” is not understood, so it stays words without dates.")
        messages.warning(request, text % {"term": node.term_text})


def conflict_page(request, roadmap, node, form, theirs):
    """Both texts: what the other person saved, and what was typed here, ready to be saved over it."""
    saved = words_form(theirs, roadmap).initial
    rows = [(form[name].label, saved.get(name, ""), value) for name, value in form.words().items()]
    mine = form.data.copy()
    mine[form.add_prefix("version")] = theirs.version
    form = words_form(theirs, roadmap, mine)
    return tree_page(
        request, roadmap, node=node, form=form, theirs=[row for row in rows if row[1] != row[2]], status=409
    )


@require_POST
@requires("roadmap.edit")
def tree_up(request, kind, pk):
    return shift(request, node_or_404(kind, pk), -1)


@require_POST
@requires("roadmap.edit")
def tree_down(request, kind, pk):
    return shift(request, node_or_404(kind, pk), 1)


def shift(request, node, by):
    return try_to(request, node, acts.move, position=node.position + by)


@require_POST
@requires("roadmap.edit")
def tree_place(request, kind, pk):
    """Where a dragged row was dropped: its number among its siblings."""
    position = request.POST.get("position", "")
    if not position.isdecimal():
        raise Http404
    return try_to(request, node_or_404(kind, pk), acts.move, position=int(position))


def try_to(request, node, act, **circumstances):
    """Run an act on a row with the version that was seen; when it fails, say why and show the tree as it is now."""
    try:
        act(node=node, version=seen_version(request), by=request.user, **circumstances)
    except RuleBroken as error:
        node.refresh_from_db()
        messages.error(request, str(error))
        status = 409 if isinstance(error, EditConflict) else 422
        return tree_page(request, acts.roadmap_of(node), status=status)
    return back_to(node)


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def tree_move(request, kind, pk):
    """Choose another stage for an activity, another activity for a step."""
    node = node_or_404(kind, pk)
    if kind == "stage":
        raise Http404
    roadmap = acts.roadmap_of(node)
    form = MoveForm(request.POST or None, choices=places_for(node, roadmap), initial={"version": node.version})
    if request.method == "POST" and form.is_valid():
        parent_kind = "stage" if kind == "activity" else "activity"
        parent = node_or_404(parent_kind, form.cleaned_data["parent"])
        last = acts.children_of(parent).count() + 1
        done = try_to(request, node, acts.move, parent=parent, position=last)
        if done.status_code == 302:
            words = {"title": node.title, "parent": parent.title}
            messages.success(request, _("“%(title)s” is now in “%(parent)s”.") % words)
        return done
    context = {"form": form, "node": node, "roadmap": roadmap, "back": address_of(roadmap) + place_of(node)}
    return render(request, "roadmap/edit_move.html", context, status=422 if form.errors else 200)


def places_for(node, roadmap):
    """The other parents: stages, or activities grouped by stages."""
    if isinstance(node, Activity):
        stages = Stage.objects.filter(roadmap=roadmap, deleted_at=None).exclude(pk=node.stage_id)
        return [(str(stage.pk), str(stage)) for stage in stages.order_by("position", "pk")]
    groups = {}
    for activity in Activity.objects.of(roadmap).select_related("stage").exclude(pk=node.activity_id):
        groups.setdefault(str(activity.stage), []).append((str(activity.pk), activity.title))
    return list(groups.items())


@require_POST
@requires("roadmap.edit")
def tree_delete(request, kind, pk):
    node = node_or_404(kind, pk)
    back = redirect_after_delete(node)
    try:
        acts.throw_away(node=node, version=seen_version(request), by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return tree_page(request, acts.roadmap_of(node), status=409 if isinstance(error, EditConflict) else 422)
    undo = reverse("trash_restore", args=[kind, node.pk])
    messages.success(request, _("“%(title)s” is in the bin.") % {"title": node.title}, extra_tags=f"undo:{undo}")
    return back


def redirect_after_delete(node):
    """The place of the parent: the row itself is not there any more."""
    parent = acts.parent_of(node)
    address = address_of(acts.roadmap_of(node))
    return redirect(address if isinstance(parent, Roadmap) else address + place_of(parent))


@require_POST
@requires("roadmap.edit")
def tree_columns(request, pk):
    roadmap = get_object_or_404(Roadmap.objects.select_related("programme"), pk=pk, deleted_at=None)
    form = ColumnsForm(request.POST)
    if form.is_valid():
        try:
            acts.choose_columns(roadmap=roadmap, by=request.user, **form.cleaned_data)
        except RuleBroken as error:
            messages.error(request, str(error))
            return tree_page(request, roadmap, status=409)
        messages.success(request, _("The columns are chosen."))
    return redirect(address_of(roadmap))
