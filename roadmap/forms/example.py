from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField


class ExampleForm(forms.Form):
    day = RussianDateField(label=_("Deadline"))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].today = today
        self.fields["day"].widget.attrs["class"] = "form-control"
