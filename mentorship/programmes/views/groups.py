"""Groups: people named together, who answer and are reminded together."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import requires
from ..audit import record
from ..forms.groups import GroupForm, GroupMemberForm
from ..models import Group, GroupMember

PER_PAGE = 50


@require_safe
@requires("roadmap.edit")
def group_list(request):
    groups = Group.objects.annotate(member_count=Count("members")).order_by("title", "pk")
    page = Paginator(groups, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/groups.html", {"page_obj": page})


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def group_new(request):
    form = GroupForm(request.POST or None, instance=Group(school=request.school))
    if request.method == "POST" and form.is_valid():
        group = form.save()
        record(by=request.user, action="created", row=group)
        messages.success(request, _("The group “%(group)s” is made. Now add its people.") % {"group": group})
        return redirect("group", group.pk)
    return render(request, "programmes/group_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def group(request, group_pk):
    group = get_object_or_404(Group, pk=group_pk)
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        form.save()
        if form.changed_data:
            record(by=request.user, action="changed", row=group)
        messages.success(request, _("Saved: %(party)s.") % {"party": group})
        return redirect("group", group.pk)
    people = GroupMember.objects.filter(group=group).select_related("membership__user").order_by("membership__user")
    page = {
        "form": form,
        "group": group,
        "page_obj": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "member_form": GroupMemberForm(group=group, day=request.today),
    }
    return render(request, "programmes/group.html", page, status=422 if form.errors else 200)


@require_POST
@requires("roadmap.edit")
def group_add(request, group_pk):
    group = get_object_or_404(Group, pk=group_pk)
    form = GroupMemberForm(request.POST, group=group, day=request.today)
    if form.is_valid():
        membership = form.cleaned_data["membership"]
        GroupMember.objects.get_or_create(school=group.school, group=group, membership=membership)
        record(by=request.user, action="member_added", row=group, changes={"members": ["", str(membership.user)]})
        messages.success(request, _("%(person)s belongs to the group.") % {"person": membership.user.get_full_name()})
    else:
        messages.error(request, _("Choose a person from the list."))
    return redirect("group", group.pk)


@require_POST
@requires("roadmap.edit")
def group_remove(request, group_pk):
    group = get_object_or_404(Group, pk=group_pk)
    member_pk = request.POST.get("member", "")
    member = get_object_or_404(GroupMember, group=group, pk=member_pk if member_pk.isdecimal() else 0)
    person = member.membership.user
    member.delete()
    record(by=request.user, action="member_removed", row=group, changes={"members": [str(person), ""]})
    messages.success(request, _("%(person)s no longer belongs to the group.") % {"person": person.get_full_name()})
    return redirect("group", group.pk)
