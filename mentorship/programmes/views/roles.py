"""Roles and access: who is in the school, with which roles; giving, changing and ending them."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mentorship.common.errors import EditConflict, RuleBroken

from ..access import requires
from ..forms.people import EndRoleForm, GiveRoleForm, MembershipForm, RoleFilterForm
from ..models import Invitation, Membership
from ..queries import people_with_roles
from ..services import roles as services
from .editing import edit_page

PEOPLE_A_PAGE = 30


@require_GET
@requires("roles.view")
def people(request):
    form = RoleFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = people_with_roles(
        request.today, text=wanted.get("q", ""), role=wanted.get("role", ""), with_ended=wanted.get("ended", False)
    )
    page = {
        "form": form,
        "page_obj": Paginator(rows, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(wanted.values()),
        "invitations": open_invitations(),
        "today": request.today,
    }
    return render(request, "programmes/roles.html", page)


def open_invitations():
    return Invitation.objects.filter(accepted_at=None, revoked_at=None)


def keep_own_session(request, user):
    """Whoever changes the own roles stays signed in here, and nowhere else."""
    if user.pk == request.user.pk:
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)


@require_http_methods(["GET", "POST"])
@requires("roles.edit")
def give(request, membership_pk):
    """One more role for the person of this membership."""
    person = get_object_or_404(Membership.objects.select_related("user"), pk=membership_pk).user
    form = GiveRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.give_role(
                school=request.school,
                user=person,
                role=data["role"],
                post=data["post"],
                class_pairs=data["class_names"],
                by=request.user,
            )
        except RuleBroken as error:
            form.add_error("role", str(error))
        else:
            keep_own_session(request, person)
            words = {"person": person.short_name, "role": made.get_role_display()}
            messages.success(request, _("%(person)s now has the role: %(role)s.") % words)
            return redirect("settings_roles")
    page = {"form": form, "person": person}
    return render(request, "programmes/role_give.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("roles.edit")
def edit(request, membership_pk):
    row = get_object_or_404(Membership.objects.select_related("user", "school"), pk=membership_pk)
    fresh = Membership.objects.select_related("user", "school")

    def save(form):
        services.edit_membership(
            membership=fresh.get(pk=membership_pk),
            version=form.seen_version,
            by=request.user,
            changes=form.changes,
            class_pairs=form.cleaned_data.get("class_names", []),
            words=form.changes_in_words,
        )
        keep_own_session(request, row.user)

    return edit_page(
        request,
        form=MembershipForm(request.POST or None, instance=row),
        save=save,
        done=reverse("settings_roles"),
        message=_("The role of %(person)s is saved.") % {"person": row.user.short_name},
        template="programmes/role_edit.html",
        page={"membership": row},
    )


@require_http_methods(["GET", "POST"])
@requires("roles.edit")
def end(request, membership_pk):
    """Names the person and the consequences, then ends the role or all roles."""
    row = get_object_or_404(Membership.objects.select_related("user", "school"), pk=membership_pk)
    form = EndRoleForm(request.POST or None, membership=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.end_role(
                membership=row,
                version=data["version"],
                last_day=data["last_day"],
                by=request.user,
                with_all_roles=data["with_all_roles"],
            )
        except EditConflict:
            form.add_error(None, _("Somebody has changed this role in the meantime. Open the page again."))
            return render(request, "programmes/role_end.html", {"form": form, "membership": row}, status=409)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            keep_own_session(request, row.user)
            words = {"person": row.user.short_name, "day": f"{data['last_day']:%d.%m.%Y}"}
            messages.success(request, _("The role of %(person)s ends on %(day)s.") % words)
            return redirect("settings_roles")
    page = {"form": form, "membership": row}
    return render(request, "programmes/role_end.html", page, status=422 if form.errors else 200)
