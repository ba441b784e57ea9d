"""Texts of papers that a school may change: text with named fields, in versions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, Versioned


class PaperTemplate(SchoolOwned, Versioned):
    """The school's own text of a kind of paper; without a row the product's ready text holds.

    ``code`` is the key of ``kinds.KINDS``. The version ``current`` is in force; 0 is the product's own text.
    """

    code = models.CharField(max_length=40)
    current = models.PositiveSmallIntegerField(_("version in force"), default=0)

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="template_of_a_paper_once")]


class PaperTemplateVersion(SchoolOwned):
    """A version of a text: never changed once there, so that a paper can say which text it was made from.

    ``heading`` is the heading to the text («О внедрении…»), ``text`` its paragraphs with fields in curly brackets:
    «{школа}», «{наставник.дательный}»; a line that begins with «#» is a heading, «{таблица:…}» on a line of its own
    is a table of the product.
    """

    template = models.ForeignKey(PaperTemplate, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    heading = models.CharField(_("heading"), max_length=300)
    text = models.TextField(_("text"), max_length=30000)
    note = models.CharField(_("what has changed"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "template", "number"], name="version_of_a_template_once")
        ]
