from datetime import timedelta

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.accounts.models import normalised_email

from ..classes import read_class_names
from ..models import Invitation, Membership
from ..roles import Role
from .versioned import VersionedForm

SEARCH = forms.TextInput(attrs={"type": "search", "class": "form-control"})


class ClassesField(forms.CharField):
    """Classes of a class teacher, typed with commas; gives pairs of a year and a letter."""

    def __init__(self, **kwargs):
        kwargs = {"label": gettext_lazy("Classes"), "required": False} | kwargs
        super().__init__(help_text=gettext_lazy("For a class teacher, with commas: 8 А, 8 Б."), **kwargs)

    def to_python(self, value):
        return read_class_names(super().to_python(value))

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(f"{grade} {letter}".strip() for grade, letter in value)

    def has_changed(self, initial, data):
        try:
            return list(initial or []) != self.to_python(data)
        except forms.ValidationError:
            return True


class RoleFilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Surname or e-mail"), max_length=100, required=False, widget=SEARCH)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("", gettext_lazy("All roles")), *Role.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    ended = forms.BooleanField(
        label=gettext_lazy("Show those who left"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class InvitationForm(forms.ModelForm):
    class_names = ClassesField()

    class Meta:
        model = Invitation
        fields = ["surname", "given_name", "patronymic", "email", "role", "post", "class_names"]

    def clean_email(self):
        return normalised_email(self.cleaned_data["email"])

    def clean(self):
        data = super().clean()
        needs_classes(self, data)
        return data


class GiveRoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    post = forms.CharField(label=gettext_lazy("Post"), max_length=150, required=False)
    class_names = ClassesField()

    def clean(self):
        data = super().clean()
        needs_classes(self, data)
        return data


class MembershipForm(VersionedForm):
    class_names = ClassesField()

    class Meta:
        model = Membership
        fields = ["post", "class_names", "starts_on", "ends_on"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"starts_on": gettext_lazy("First day of the role"), "ends_on": gettext_lazy("Last day of the role")}
        help_texts = {"ends_on": gettext_lazy("Empty: until it is taken away.")}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["class_names"] = [(one.grade, one.letter) for one in instance.classes.all()]
        if instance.role != Role.CLASS_TEACHER:
            del self.fields["class_names"]

    def words(self, name, value):
        return self.fields[name].prepare_value(value) if name == "class_names" else super().words(name, value)

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is not before the first one."))
        return data


class EndRoleForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    last_day = forms.DateField(
        label=gettext_lazy("Last day of the role"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The person may sign in until the end of this day."),
    )
    is_immediate = forms.BooleanField(label=gettext_lazy("Close the access at once"), required=False)
    with_all_roles = forms.BooleanField(
        label=gettext_lazy("The person leaves the school: end all roles"), required=False
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["version"].initial = membership.version
        self.fields["last_day"].initial = membership.school.today

    def clean(self):
        data = super().clean()
        if data.get("is_immediate"):
            data["last_day"] = self.membership.school.today - timedelta(days=1)
        return data


class NewPasswordForm(forms.Form):
    """The password of a person who has just been invited, or of one who has an account already."""

    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args, user, is_new, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.is_new = user, is_new
        if is_new:
            self.fields["password"].label = _("Make up a password")
            self.fields["password"].help_text = _("At least 12 characters. Several unrelated words are best.")
        else:
            self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean_password(self):
        password = self.cleaned_data["password"]
        if self.is_new:
            validate_password(password, self.user)
        return password


def needs_classes(form, data):
    if data.get("role") == Role.CLASS_TEACHER and not data.get("class_names") and "class_names" not in form.errors:
        form.add_error("class_names", _("Name the classes of the class teacher: 8 А, 8 Б."))
