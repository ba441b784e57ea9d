"""Forms of the training of mentors."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.common.uploads import ACCEPT, check_upload
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import Material, Training
from ..training import trainings_of

MOST_HOURS = 500


class TrainingForm(VersionedForm):
    held_on = RussianDateField(label=gettext_lazy("Day"))
    hours = forms.IntegerField(
        label=gettext_lazy("Academic hours"), min_value=1, max_value=MOST_HOURS, widget=forms.NumberInput
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("Required: without it the training is not completed"), required=False
    )

    class Meta:
        model = Training
        fields = ["kind", "title", "held_on", "hours", "plan", "is_required"]
        widgets = {"plan": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, instance, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.today = today
        self.fields["held_on"].today = today

    def context_of_form(self):
        return {"today": self.today}


class MaterialEditForm(VersionedForm):
    """Title, event and link of a material; another file is another material."""

    url = forms.URLField(label=gettext_lazy("Link"), max_length=1000, assume_scheme="https")
    training = forms.ModelChoiceField(
        None, label=gettext_lazy("Event"), empty_label=gettext_lazy("For all mentors"), required=False
    )

    class Meta:
        model = Material
        fields = ["title", "url", "training"]

    def __init__(self, *args, instance, programme, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.programme = programme
        self.fields["training"].queryset = trainings_of(programme)
        if instance.file:
            del self.fields["url"]

    def context_of_form(self):
        return {"programme": self.programme}


class MaterialForm(forms.Form):
    """A file or a link, of one event or of everybody."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    url = forms.URLField(
        label=gettext_lazy("Link"), max_length=1000, required=False, assume_scheme="https", widget=forms.URLInput
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, DOCX, XLSX, PPTX, JPG or PNG, up to 20 MB"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    training = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Event"),
        empty_label=gettext_lazy("For all mentors"),
        required=False,
    )
    kind = None

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["training"].queryset = trainings_of(programme)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            self.kind = check_upload(file)
        return file

    def clean(self):
        cleaned = super().clean()
        if {"url", "file"} & set(self.errors):
            return cleaned
        if bool(cleaned.get("url")) == bool(cleaned.get("file")):
            raise ValidationError(_("Give a link or choose a file, one of the two."), code="one_of_two")
        return cleaned

    def as_link(self, school):
        """The unsaved material of a link."""
        return Material(school=school, url=self.cleaned_data["url"])
