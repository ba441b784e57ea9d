"""Who answers in the roadmap, and which people of the school that is today."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.programmes.access import requires
from roadmap.forms.parties import PartyForm
from roadmap.models import Party
from roadmap.outline import PartyKind
from roadmap.services.parties import save_party

PER_PAGE = 50
UNBOUND = (
    Q(kind=PartyKind.PERSON, membership=None)
    | Q(kind=PartyKind.ROLE, role="")
    | Q(kind=PartyKind.GROUP, group=None, role="")
)


@require_safe
@requires("roadmap.edit")
def party_list(request):
    parties = (
        Party.objects.select_related("membership__user", "group")
        .annotate(activity_count=Count("assignments", filter=Q(assignments__activity__deleted_at=None), distinct=True))
        .order_by("kind", "role_text", "name", "pk")
    )
    unbound = parties.filter(UNBOUND).count()
    if request.GET.get("bound") == "no":
        parties = parties.filter(UNBOUND)
    page = Paginator(parties, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "roadmap/parties.html", {"page_obj": page, "unbound": unbound})


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def party_edit(request, pk):
    party = get_object_or_404(Party, pk=pk)
    form = PartyForm(request.POST or None, instance=party, day=request.today)
    if request.method == "POST" and form.is_valid():
        changes = {name: ["", str(form.cleaned_data[name] or "")] for name in form.changed_data}
        save_party(party=party, changes=changes, programme=request.programme, by=request.user)
        messages.success(request, _("Saved: %(party)s.") % {"party": party.full_title})
        return redirect("party_list")
    people = list(party.people(request.today)[:PER_PAGE])
    return render(
        request,
        "roadmap/party_edit.html",
        {"form": form, "party": party, "people": people},
        status=422 if form.errors else 200,
    )
