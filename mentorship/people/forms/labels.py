"""A form whose free texts are looked through for diagnoses and social categories."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..warnings import labels_of

HINT = gettext_lazy("Write what helps: no diagnoses and no social categories, they are not kept here.")


class LabelWarning:
    """``free_texts`` are looked through; what looks like a label has to be confirmed once, and is saved then."""

    free_texts = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found_labels = self.labels_of_data() if self.is_bound else []
        if self.found_labels:
            self.fields["labels_confirmed"] = forms.BooleanField(
                label=_("This is no diagnosis and no social category: save it as it is"), required=False
            )

    def labels_of_data(self):
        names = [name for name in self.free_texts if name in self.fields]
        return labels_of((self.fields[name].label, self.data.get(self.add_prefix(name), "")) for name in names)

    def clean(self):
        data = super().clean()
        if self.found_labels and not data.get("labels_confirmed"):
            words = "; ".join(f"{label}: {', '.join(found)}" for label, found in self.found_labels)
            text = _("This looks like a diagnosis or a social category (%(words)s). Take it out or confirm.")
            self.add_error("labels_confirmed", text % {"words": words})
        return data

    @property
    def changed_data(self):
        """The tick is no change of the row."""
        return [name for name in super().changed_data if name != "labels_confirmed"]
