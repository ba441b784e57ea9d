"""What a person types at the door: the code, and who they are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.models import SchoolClass


class WhoForm(forms.Form):
    """Who answers an identified questionnaire that was opened by the code of the board."""

    surname = forms.CharField(label=_("Surname"), max_length=80)
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    group = forms.ChoiceField(label=_("Class"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        titles = [str(one) for one in SchoolClass.objects.all()]
        self.fields["group"].choices = [("", _("not a pupil")), *((title, title) for title in titles)]
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "sv-line", "autocomplete": "off"}
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"
