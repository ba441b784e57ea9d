"""What was done about a call for help."""

from django import forms
from django.utils.translation import gettext as _

from mentorship.programmes.forms.versioned import VersionedForm

from ..models import HelpCall


class CloseForm(VersionedForm):
    """A call is closed with a word on what was done: an empty close is a call that somebody wiped away."""

    class Meta:
        model = HelpCall
        fields = ["outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True
        self.fields["outcome"].label = _("What has been done")
