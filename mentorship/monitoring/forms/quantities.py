"""A counted quantity: at the entry, at the end."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm
from mentorship.programmes.models import MentoringForm

from ..models import Quantity


class QuantityForm(VersionedForm):
    """Half of it is usual: the entry is counted in autumn, the end in May."""

    class Meta:
        model = Quantity
        fields = ["title", "form", "unit", "fewer_is_better", "before", "before_on", "after", "after_on"]
        labels = {"before_on": _("X1 counted on"), "after_on": _("X2 counted on")}
        field_classes = {"form": SafeModelChoiceField, "before_on": RussianDateField, "after_on": RussianDateField}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["form"].queryset = MentoringForm.objects.all()
        self.fields["form"].empty_label = _("All forms together")
        for name in ("before_on", "after_on"):
            self.fields[name].today = today
        for name in ("before", "after"):
            self.fields[name].localize = True
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[name].widget.is_localized = True

    def context_of_form(self):
        return {"today": self.today}

    def clean(self):
        """A number that has no day was counted today: the paper says when."""
        data = super().clean()
        for name in ("before", "after"):
            if data.get(name) is not None and not data.get(f"{name}_on") and f"{name}_on" not in self.errors:
                data[f"{name}_on"] = self.today
        return data

    @property
    def changes(self):
        found = super().changes
        for name in ("before_on", "after_on"):
            if self.cleaned_data.get(name) != self.initial.get(name):
                found[name] = self.cleaned_data.get(name)
        return found
