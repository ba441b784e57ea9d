"""Preparing a public page: its words, whom it names, where the school puts it; the documents of the ground."""

from django import forms
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.people.models import Mentor
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import NormativeAct, Publication


class PublicationForm(VersionedForm):
    """``mentors`` only of the page of best mentors, ``contact`` only of the page about the programme."""

    contact = forms.CharField(
        label=gettext_lazy("Coordinator: name, post, telephone"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mentors = forms.ModelMultipleChoiceField(
        queryset=None, label=gettext_lazy("Whom to show"), required=False, widget=forms.CheckboxSelectMultiple
    )

    address = forms.URLField(
        label=gettext_lazy("Address of the page on the school's site"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Consents to publishing name addresses: names are shown only where they allow it."),
    )

    class Meta:
        model = Publication
        fields = ["title", "lead", "address"]
        widgets = {"lead": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["contact"].initial = instance.content.get("contact", "")
        self.fields["mentors"].queryset = (
            Mentor.objects.of(instance.programme).select_related("person").order_by("person__name_key", "pk")
        )
        shown = instance.people.filter(removed_on=None).values("person")
        self.fields["mentors"].initial = list(
            Mentor.objects.of(instance.programme).filter(person__in=shown).values_list("pk", flat=True)
        )
        if instance.kind != Publication.Kind.BEST:
            del self.fields["mentors"]
        if instance.kind != Publication.Kind.CURATOR:
            del self.fields["contact"]

    @property
    def content(self):
        return {"contact": self.cleaned_data["contact"]} if "contact" in self.fields else {}

    def people(self, words):
        """``[(person, words)]`` of the chosen mentors, or None where the page has no people."""
        if "mentors" not in self.fields:
            return None
        return [(one.person, words.get(one.pk, "")) for one in self.cleaned_data["mentors"]]


class ActForm(VersionedForm):
    """A document of the programme's ground."""

    url = forms.URLField(label=gettext_lazy("Address"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = NormativeAct
        fields = ["layer", "title", "day", "number", "url", "position"]
        field_classes = {"day": RussianDateField}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].today = today
        self.fields["position"].required = False

    def context_of_form(self):
        return {"today": self.today}

    def clean_position(self):
        return self.cleaned_data.get("position") or 0
