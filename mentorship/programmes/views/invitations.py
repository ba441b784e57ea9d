"""Inviting people, and the page that an invited person opens from the letter."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scope

from mentorship.accounts import mail
from mentorship.accounts.models import User
from mentorship.common.errors import RuleBroken

from ..access import requires
from ..forms.people import InvitationForm, NewPasswordForm
from ..models import Invitation
from ..services import invitations as services

MAIL_GOES_NOWHERE = ("filebased", "console", "dummy")


@require_http_methods(["GET", "POST"])
@requires("roles.edit")
def new(request):
    form = InvitationForm(request.POST or None, instance=Invitation(school=request.school))
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = services.invite(school=request.school, by=request.user, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error("email", str(error))
        else:
            return sent(request, invitation, token)
    return render(request, "programmes/invitation_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires("roles.edit")
def resend(request, invitation_id):
    invitation = get_object_or_404(Invitation.objects.select_related("school"), public_id=invitation_id)
    try:
        token = services.renew(invitation=invitation, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("settings_roles")
    return sent(request, invitation, token)


@require_POST
@requires("roles.edit")
def revoke(request, invitation_id):
    invitation = get_object_or_404(Invitation, public_id=invitation_id)
    services.revoke(invitation=invitation, by=request.user)
    messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("settings_roles")


def sent(request, invitation, token):
    """The invitation is saved by now. Where the letter did not leave, the inviter sees the link, this once."""
    has_server = settings.EMAIL_BACKEND.split(".")[-2] not in MAIL_GOES_NOWHERE
    if mail.send(services.letter(invitation, token)) and has_server:
        messages.success(request, _("The invitation is sent to %(email)s.") % {"email": invitation.email})
        return redirect("settings_roles")
    page = {"invitation": invitation, "link": services.link_of(token), "has_server": has_server}
    return render(request, "programmes/invitation_link.html", page)


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def accept(request, token):
    """What a link from the letter opens. Looking changes nothing: mail programs open links by themselves."""
    invitation = services.find(token)
    if invitation is None or not services.is_open(invitation):
        return private(render(request, "programmes/invitation_closed.html", {"invitation": invitation}, status=410))
    account = services.account_of(invitation)
    if account and not account.is_active:
        return private(render(request, "programmes/invitation_closed.html", {"invitation": None}, status=410))
    if request.user.is_authenticated:
        return private(accept_signed_in(request, invitation))
    return private(accept_with_password(request, invitation, account))


def private(response):
    """The address of the page is a secret: it goes to no search engine and to no other site."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def accept_signed_in(request, invitation):
    is_own = request.user.email == invitation.email
    if request.method == "POST" and is_own:
        return finish(request, invitation)
    page = {"invitation": invitation, "is_own": is_own}
    return render(request, "programmes/invitation_confirm.html", page, status=422 if request.method == "POST" else 200)


def accept_with_password(request, invitation, account):
    is_new = account is None or not account.has_usable_password()
    person = account or User(email=invitation.email, surname=invitation.surname, given_name=invitation.given_name)
    with scope(school=invitation.school):
        form = NewPasswordForm(request.POST or None, user=person, is_new=is_new)
        is_filled = request.method == "POST" and form.is_valid()
    if is_filled and (is_new or is_right(request, form, account)):
        return finish(request, invitation, password=form.cleaned_data["password"] if is_new else None)
    page = {"form": form, "invitation": invitation, "is_new": is_new}
    return render(request, "programmes/invitation_accept.html", page, status=422 if form.errors else 200)


def is_right(request, form, account):
    """The known account's password, counted and throttled like any sign-in."""
    try:
        found = get_adapter().authenticate(request, email=account.email, password=form.cleaned_data["password"])
    except ValidationError as error:
        form.add_error("password", error)
        return False
    if found is None:
        form.add_error("password", _("The password is wrong."))
    return found is not None


def finish(request, invitation, password=None):
    try:
        user = services.accept(invitation=invitation, password=password)
    except RuleBroken:
        return render(request, "programmes/invitation_closed.html", {"invitation": invitation}, status=410)
    words = {"school": invitation.school.short_name, "role": invitation.get_role_display()}
    messages.success(request, _("You are in %(school)s now. Your role: %(role)s.") % words)
    if request.user.is_authenticated:
        return redirect("home")
    return perform_login(request, user, email_verification="none")
