"""allauth's forms as this product shows them: a label says what to write, nothing stands inside of an empty field."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD_HELP = _("At least 12 characters. Several unrelated words are best.")


class Plain:
    """Takes the words out of the fields, and the second link to a new password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if "password" in name:
                field.help_text = NEW_PASSWORD_HELP if name == "password1" else ""


class LoginForm(Plain, account.LoginForm):
    pass


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class CodeForm(Plain, mfa.AuthenticateForm):
    pass


class CodeAgainForm(Plain, mfa.ReauthenticateForm):
    pass


class ActivateForm(Plain, totp.ActivateTOTPForm):
    pass
