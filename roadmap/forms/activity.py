"""The text of an activity and of a stage, as people edit it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.programmes.models import Group, Membership
from mentorship.programmes.roles import Role

from ..models import Activity, Party, Stage
from ..outline import Term, TermKind
from ..services import responsible
from ..services.editing import ActivityText, one_line
from ..terms import read_term
from .proofs import FormKeyMixin


class ActivityForm(FormKeyMixin):
    """Words of a term become days when they are understood; when they are not, the form asks and never guesses.

    The two date fields are for what words do not say: given, they win.
    """

    title = forms.CharField(
        label=_("Activity"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to be done.")},
    )
    term_text = forms.CharField(
        label=_("Term in words"),
        max_length=300,
        required=False,
        help_text=_("For example: March, 1–15 March, January – February, the whole period, every month."),
    )
    first_on = RussianDateField(label=_("First day"), required=False)
    last_on = RussianDateField(label=_("Last day"), required=False)
    is_undated = forms.BooleanField(label=_("Keep the words, without dates"), required=False)
    parties = forms.ModelMultipleChoiceField(
        Party.objects.none(), label=_("Those responsible"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_member = forms.ModelChoiceField(Membership.objects.none(), label=_("Add a colleague"), required=False)
    new_role = forms.ChoiceField(label=_("Add whoever holds a role"), required=False)
    new_group = forms.ModelChoiceField(Group.objects.none(), label=_("Add a group"), required=False)
    new_name = forms.CharField(label=_("Add a person without an account"), max_length=200, required=False)
    new_post = forms.CharField(label=_("Post of this person"), max_length=200, required=False)
    steps = forms.CharField(
        label=_("Steps"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Each step on a line of its own. Ticks stay with the steps whose words you mend."),
    )
    planned_result = forms.CharField(
        label=_("Planned result"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    document_kind = forms.CharField(label=_("Kind of document"), required=False, max_length=300)
    environment = forms.ChoiceField(
        label=_("Environment"), required=False, choices=[("", _("Not said")), *Activity.Environment.choices]
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, programme, today, saved_term=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.saved_term = saved_term
        self.fields["parties"].queryset = Party.objects.order_by("kind", "name", "role_text")
        self.fields["parties"].label_from_instance = lambda party: party.full_title
        self.fields["new_member"].queryset = Membership.objects.active_on(today).select_related("user")
        self.fields["new_role"].choices = [("", "—"), *Role.choices]
        self.fields["new_group"].queryset = Group.objects.all()
        for name in ("new_member", "new_group"):
            self.fields[name].empty_label = "—"

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.term = self.read_term(cleaned)
        return cleaned

    def read_term(self, cleaned):
        text, first, last = cleaned["term_text"], cleaned["first_on"], cleaned["last_on"]
        if self.saved_term and not {"term_text", "first_on", "last_on"} & set(self.changed_data):
            return self.saved_term
        if first and last and first > last:
            self.add_error("last_on", _("The last day comes before the first one."))
        if first or last:
            kind = TermKind.DAYS if first and last and first != last else TermKind.DAY
            return Term(text, kind, first or last, last or first)
        term = read_term(text, self.programme.starts_on, self.programme.ends_on)
        if text and term.kind is None and not cleaned["is_undated"]:
            self.add_error(
                "term_text", _("The term is not understood. Give the first and the last day, or keep it without dates.")
            )
        return term

    def text(self, school):
        """What the form says. New parties are made here, so it is called within the transaction of saving."""
        cleaned = self.cleaned_data
        return ActivityText(
            title=cleaned["title"],
            term=self.term,
            planned_result=cleaned["planned_result"],
            document_kind=cleaned["document_kind"],
            environment=cleaned["environment"],
            parties=list(dict.fromkeys([*self.chosen_parties(), *self.new_parties(school)])),
            steps=[line for line in map(one_line, cleaned["steps"].splitlines()) if line],
        )

    def chosen_parties(self):
        """The ticked parties: those that were there keep their order."""
        before = self.initial.get("parties") or []
        return sorted(
            self.cleaned_data["parties"],
            key=lambda party: (before.index(party.pk) if party.pk in before else len(before), party.pk),
        )

    def new_parties(self, school):
        cleaned = self.cleaned_data
        if cleaned["new_member"]:
            yield responsible.party_of_member(cleaned["new_member"])
        if cleaned["new_role"]:
            yield responsible.party_of_role(cleaned["new_role"], school)
        if cleaned["new_group"]:
            yield responsible.party_of_group(cleaned["new_group"])
        if cleaned["new_name"]:
            yield responsible.party_by_name(cleaned["new_name"], cleaned["new_post"], school)


def saved_text(activity, programme):
    """The saved activity as the form shows it: the dates are given only where the words do not say them."""
    term = activity.term
    reads_alike = read_term(term.text, programme.starts_on, programme.ends_on) == term
    return {
        "title": activity.title,
        "term_text": term.text,
        "first_on": None if reads_alike else term.first,
        "last_on": None if reads_alike else term.last,
        "is_undated": bool(term.text) and not term.last,
        "parties": [one.party_id for one in activity.assignments.order_by("position", "pk")],
        "steps": "\n".join(one_line(step.title) for step in activity.steps.filter(deleted_at=None)),
        "planned_result": activity.planned_result,
        "document_kind": activity.document_kind,
        "environment": activity.environment,
        "version": activity.version,
    }


class StageForm(forms.ModelForm):
    """The words of a stage."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Stage
        fields = ["title", "purpose", "planned_result"]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "planned_result": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {"title": {"required": _("Write the title of the stage.")}}
