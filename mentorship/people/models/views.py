"""How a user looks at the registers, and who looked at whom."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned

from .person import Person


class ListKind(models.TextChoices):
    """The lists that a user arranges: everybody, and the two registers."""

    PEOPLE = "people", _("Everybody")
    MENTEES = "mentees", _("Mentees")
    MENTORS = "mentors", _("Mentors")


class SavedView(SchoolOwned):
    """A list as a user likes it: the filter as a query string, the columns in their order.

    Without a title it is how the user last arranged the columns.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=10, choices=ListKind)
    title = models.CharField(_("title"), max_length=80, blank=True)
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["school", "user", "register", "title"], name="view_once")]


class PersonView(SchoolOwned):
    """Somebody opened the card of a minor, or took a list with the minor out of the product."""

    class What(models.TextChoices):
        CARD = "card", _("opened the card")
        EXPORT = "export", _("exported a list")

    person = models.ForeignKey(Person, models.CASCADE, related_name="views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    user_name = models.CharField(max_length=200, blank=True)
    what = models.CharField(_("what"), max_length=8, choices=What)
    at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("look at a person")
        verbose_name_plural = _("looks at people")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "person", "-at"], name="views_of_a_person")]
