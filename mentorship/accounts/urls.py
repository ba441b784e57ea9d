"""Signing in and the person's own pages. The views with allauth's names are allauth's, at the house's addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from . import views
from .views import unprocessable

urlpatterns = [
    path("login/", unprocessable(account.login), name="account_login"),
    path("login/code/", unprocessable(mfa.authenticate), name="mfa_authenticate"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", views.closed, name="account_signup"),
    path("password/reset/", unprocessable(account.password_reset), name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        unprocessable(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("me/", views.profile, name="me"),
    path("me/password/", unprocessable(account.password_change), name="account_change_password"),
    path("me/password/set/", unprocessable(account.password_set), name="account_set_password"),
    path("me/confirm/", unprocessable(account.reauthenticate), name="account_reauthenticate"),
    path("me/confirm/code/", unprocessable(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("me/sessions/", views.sessions, name="usersessions_list"),
    path("me/sessions/end-others/", views.sessions_end_others, name="sessions_end_others"),
    path("me/sessions/<int:session_pk>/end/", views.session_end, name="session_end"),
    path("me/second-factor/", mfa.index, name="mfa_index"),
    path("me/second-factor/first/", views.second_factor_first, name="second_factor_first"),
    path("me/second-factor/on/", unprocessable(totp.activate_totp), name="mfa_activate_totp"),
    path("me/second-factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/second-factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
