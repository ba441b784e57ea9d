"""How a user keeps a list: the columns, and filters under a name. Nobody else sees it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.programmes.access import requires

from ..forms.views import ColumnsForm, SavedViewForm
from ..lists import chosen_columns, columns_for, list_named, views_of
from ..models import SavedView
from .lists import query_of

LONGEST_QUERY = 1000


@require_http_methods(["GET", "POST"])
@requires("people.view", own=True)
def people_columns(request):
    people_list = list_named(request.GET.get("register", ""))
    query = without(request, "view", "sort") if "usual" in request.POST else query_of(request)
    back = f"{reverse(people_list.code)}?{query}"
    arrangement, views = views_of(people_list, request.user)
    shown = chosen_columns(people_list, request.access, arrangement)
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, columns=columns_for(people_list, request.access), shown=shown)
    if "usual" in request.POST:
        SavedView.objects.filter(user=request.user, register=people_list.code, title="").delete()
        messages.success(request, _("The usual columns are back."))
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        keep(request, people_list, "", columns=form.ordered_codes())
        messages.success(request, _("The columns of the list “%s” are arranged.") % people_list.title)
        return redirect(f"{reverse(people_list.code)}?{without(request, 'view')}")
    context = {
        "form": form,
        "list": people_list,
        "back": back,
        "views": views,
        "query": query_of(request),
        "save_form": SavedViewForm(),
    }
    return render(request, "people/columns.html", context, status=422 if form.errors else 200)


def without(request, *names):
    query = request.GET.copy()
    for name in ("page", "register", *names):
        query.pop(name, None)
    return query.urlencode()


def keep(request, people_list, title, **values):
    return SavedView.objects.update_or_create(
        school=request.school, user=request.user, register=people_list.code, title=title, defaults=values
    )[0]


@require_POST
@requires("people.view", own=True)
def people_view_save(request):
    """Keep the filter, the order and the columns of the page under a name; the same name again is the new state."""
    people_list = list_named(request.GET.get("register", ""))
    query = without(request, "view")
    arrangement, _views = views_of(people_list, request.user)
    form = SavedViewForm(request.POST)
    if not form.is_valid() or len(query) > LONGEST_QUERY:
        if form.is_valid():
            form.add_error("title", _("The selection is too long to be kept. Clear some filters."))
        context = {"form": form, "list": people_list, "query": query_of(request)}
        return render(request, "people/view_save.html", context, status=422)
    columns = [one.code for one in chosen_columns(people_list, request.access, arrangement)]
    view = keep(request, people_list, form.cleaned_data["title"], query=query, columns=columns)
    messages.success(request, _("The selection “%s” is kept.") % view.title)
    return redirect(address_of(view))


def address_of(view):
    joint = "&" if view.query else ""
    return f"{reverse(view.register)}?{view.query}{joint}view={view.public_id}"


@require_POST
@requires("people.view", own=True)
def people_view_delete(request, view_id):
    view = get_object_or_404(SavedView.objects.exclude(title=""), public_id=view_id, user=request.user)
    people_list = list_named(view.register)
    view.delete()
    messages.success(request, _("The selection “%s” is deleted.") % view.title)
    return redirect(reverse(people_list.code))
