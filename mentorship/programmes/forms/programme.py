from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField

from ..models import Membership, MentoringForm, Programme
from ..roles import Role
from .versioned import VersionedForm

LONGEST_YEARS = 4


class ProgrammeForm(VersionedForm):
    class Meta:
        model = Programme
        fields = ["title", "starts_on", "ends_on", "forms", "coordinator"]
        field_classes = {"forms": SafeModelMultipleChoiceField, "coordinator": SafeModelChoiceField}
        labels = {"forms": gettext_lazy("Forms of mentoring")}
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "forms": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = school
        self.fields["forms"].queryset = MentoringForm.objects.all()
        self.fields["forms"].required = False
        people = Membership.objects.active_on(school.today).filter(
            role__in=[Role.COORDINATOR, Role.DEPUTY, Role.DIRECTOR]
        )
        self.fields["coordinator"].queryset = people.select_related("user")

    def context_of_form(self):
        return {"school": self.school}

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The programme must end after it starts."))
        elif first and last and (last - first).days > 366 * LONGEST_YEARS:
            self.add_error("ends_on", _("A programme lasts four years at most."))
        return data

    def _get_validation_exclusions(self):
        """The school is not on the form, so the constraints of the database are left to it."""
        return super()._get_validation_exclusions() | {"school"}


class MentoringFormForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MentoringForm
        fields = ["title", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.title

    def clean_title(self):
        title = self.cleaned_data["title"].strip()
        if MentoringForm.objects.filter(title=title).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This form of mentoring is already in the list."))
        return title
