"""Who may sign in: people with an e-mail address, known across schools. What they may do is a membership."""

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.common.display import Theme


def normalised_email(text):
    """One spelling of an address, so that two look-alikes never make two accounts."""
    return unicodedata.normalize("NFKC", text or "").strip().lower()


class UserManager(BaseUserManager):
    """Makes accounts with the address in its one spelling."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=normalised_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=normalised_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a sign-in. Global: the same person may belong to several schools."""

    email = models.EmailField(_("e-mail"), unique=True)
    surname = models.CharField(_("surname"), max_length=80)
    given_name = models.CharField(_("first name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=clock.now)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    display = models.JSONField(_("low-vision settings"), default=dict, blank=True)
    has_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["surname", "given_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["surname", "given_name", "patronymic", "pk"]

    def __str__(self):
        return self.short_name

    def save(self, *args, **kwargs):
        self.email = normalised_email(self.email)
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret=None):
        """Sessions die with the password, as in Django, and also when the epoch moves on: see ``sessions``."""
        key_salt = "mentorship.accounts.session"
        return salted_hmac(
            key_salt, f"{self.password}|{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self):
        """«Лебедева Ольга Николаевна»."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    def get_short_name(self):
        return self.short_name

    @property
    def short_name(self):
        """«Лебедева О. Н.», with spaces that do not break."""
        initials = "\u00a0".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)
        return f"{self.surname}\u00a0{initials}".strip() if initials else self.surname


class SignInFailure(models.Model):
    """One wrong password or code, kept for a day to count by. The address of the account is kept as a hash only."""

    account = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="failures_of_an_account"),
            models.Index(fields=["address", "at"], name="failures_of_an_address"),
        ]
