import re
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField

from mentorship.accounts.models import User
from mentorship.common import clock
from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm
from mentorship.programmes.models import Membership, SchoolClass

from ..models import Person, PersonKind, Representative
from .labels import HINT, LabelWarning

OLDEST, YOUNGEST = 100, 5
PHONE = re.compile(r"[\d\s()+\-–.]+(?:\s*(?:доб\.?|,)\s*\d+)?")


def clean_phone(text):
    """A telephone has from five digits (of the village) to fifteen, besides the extension."""
    digits = re.sub(r"\D", "", re.split(r"доб|,", text)[0])
    if text and not (PHONE.fullmatch(text) and 5 <= len(digits) <= 15):
        raise forms.ValidationError(_("Write the telephone with digits, for example +7 900 000-00-00."))
    return text


class PersonForm(LabelWarning, VersionedForm):
    """``classes`` are those that the person may choose; ``users`` the accounts, or None to leave the link out."""

    free_texts = ("post", "workplace")
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    left_on = RussianDateField(label=gettext_lazy("Left on"), required=False)

    class Meta:
        model = Person
        fields = [
            "kind",
            "surname",
            "given_name",
            "patronymic",
            "birth_year",
            "school_class",
            "post",
            "workplace",
            "phone",
            "email",
            "user",
            "has_left",
            "left_on",
        ]
        field_classes = {"school_class": SafeModelChoiceField}
        labels = {"user": gettext_lazy("Account")}
        help_texts = {
            "birth_year": gettext_lazy("Only the year: the programme does not need the day."),
            "school_class": gettext_lazy("For pupils."),
            "post": HINT,
            "user": gettext_lazy("With it the person sees who has looked at the data."),
        }

    def __init__(self, *args, classes=None, users=None, **kwargs):
        self.given = {"classes": classes, "users": users}
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = SchoolClass.objects.all() if classes is None else classes
        if users is None:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = users
            self.fields["user"].label_from_instance = lambda one: f"{one.get_full_name()}, {one.email}"
        if self.instance.pk is None:
            del self.fields["has_left"], self.fields["left_on"]
        else:
            del self.fields["form_key"]

    def context_of_form(self):
        return self.given

    def clean_birth_year(self):
        year, this_year = self.cleaned_data["birth_year"], clock.today().year
        if year and not this_year - OLDEST <= year <= this_year - YOUNGEST:
            words = _("The year of birth lies between %(first)s and %(last)s.")
            raise forms.ValidationError(words % {"first": this_year - OLDEST, "last": this_year - YOUNGEST})
        return year

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])

    def clean_user(self):
        user = self.cleaned_data["user"]
        if user and Person.objects.filter(user=user).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This account belongs to another person of the school."))
        return user

    def clean(self):
        data = super().clean()
        if data.get("kind") == PersonKind.PUPIL and not data.get("school_class") and not data.get("has_left"):
            self.add_error("school_class", _("Choose the class of the pupil."))
        return data


def school_users(day):
    """Accounts of those who have a role in the school."""
    members = Membership.objects.active_on(day).values("user")
    return User.objects.filter(pk__in=members).order_by("surname", "given_name")


class RepresentativeForm(LabelWarning, forms.ModelForm):
    """Somebody whom the school knows, or a new person."""

    free_texts = ("relation",)
    known = SafeModelChoiceField(
        queryset=Person.objects.none(),
        label=gettext_lazy("Somebody who is in the list"),
        required=False,
        widget=forms.RadioSelect,
    )
    surname = forms.CharField(label=gettext_lazy("Surname"), max_length=80, required=False)
    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, required=False)
    patronymic = forms.CharField(label=gettext_lazy("Patronymic"), max_length=80, required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    class Meta:
        model = Representative
        fields = ["relation"]
        help_texts = {"relation": gettext_lazy("Mother, father, guardian.")}

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["known"].queryset = people
        self.fields["known"].label_from_instance = lambda one: f"{one.full_name}, {one.get_kind_display()}"
        self.fields["known"].empty_label = _("A new person")
        if not self.is_bound and not people.exists():
            del self.fields["known"]

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])

    def clean(self):
        data = super().clean()
        if not data.get("known") and not data.get("surname"):
            self.add_error("surname", _("Choose a person or write the surname of a new one."))
        return data
