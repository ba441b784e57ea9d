"""Forms of development plans: a new one, its head, a line, results, the school's templates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.people.models import Mentee, PersonKind
from mentorship.programmes.forms.versioned import VersionedForm
from mentorship.programmes.models import MentoringForm

from ..models import DevelopmentPlan, MarkScale, PlanItem, PlanKind, PlanTemplate
from ..plan_texts import TEXTS
from .pairing import check_term

ROWS = forms.Textarea(attrs={"rows": 3})
HIGHEST = {MarkScale.FIVE: 5, MarkScale.TEN: 10}


def are_employees(pairing, mentees):
    """Personalised programmes are for pairs of employees of schools only (АЗ-1128/08)."""
    people = [pairing.mentor.person, *(one.person for one in mentees)]
    return bool(mentees) and all(one.kind == PersonKind.TEACHER for one in people)


class NewPlanForm(forms.Form):
    """Whose plan, from which template, for how long. What can be guessed is chosen already."""

    mentee = forms.ModelChoiceField(
        label=_("Whose plan"),
        queryset=None,
        to_field_name="public_id",
        required=False,
        empty_label=_("The whole group"),
    )
    template = forms.ChoiceField(label=_("Template"), required=False)
    goal = forms.CharField(label=_("Goal"), max_length=2000, required=False, widget=ROWS)
    starts_on = RussianDateField(label=_("From"))
    ends_on = RussianDateField(label=_("Until"))

    def __init__(self, *args, pairing, mentees, templates, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.mentees, self.templates = mentees, {str(one.code_or_pk): one for one in templates}
        self.fields["mentee"].queryset = Mentee.objects.filter(pk__in=[one.pk for one in mentees])
        if len(mentees) == 1:
            self.fields["mentee"].empty_label = None
            self.fields["mentee"].initial = mentees[0].public_id
        self.fields["template"].choices = [
            *((key, one.title) for key, one in self.templates.items()),
            ("", _("Empty plan")),
        ]
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today

    def clean(self):
        data = super().clean()
        check_term(self, data)
        if not data.get("mentee") and len(self.mentees) == 1:
            data["mentee"] = self.mentees[0]
        return data


class PlanForm(VersionedForm):
    """The head of a plan; the parts of a programme stand beside it."""

    starts_on = RussianDateField(label=_("From"), required=False)
    ends_on = RussianDateField(label=_("Until"), required=False)

    class Meta:
        model = DevelopmentPlan
        fields = ["goal", "starts_on", "ends_on", "mark_scale"]
        widgets = {"goal": ROWS}

    def __init__(self, *args, instance, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.today = today
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today
        if instance.kind == PlanKind.PROGRAMME:
            for name, title in TEXTS.items():
                self.fields[name] = forms.CharField(
                    label=title, max_length=4000, required=False, widget=ROWS, initial=instance.texts.get(name, "")
                )

    def clean(self):
        data = super().clean()
        check_term(self, data)
        return data

    def context_of_form(self):
        return {"today": self.today}

    @property
    def changes(self):
        changed = super().changes
        if set(self.changed_data) & set(TEXTS):
            texts = {name: self.cleaned_data.get(name, "") for name in TEXTS}
            changed["texts"] = self.instance.texts | texts
        return changed


class ItemForm(VersionedForm):
    """One line: what, until when, what is to come of it; what came of it and the mentor's mark."""

    due_on = RussianDateField(label=_("Until"), required=False)
    done_on = RussianDateField(label=_("Done on"), required=False)

    class Meta:
        model = PlanItem
        fields = ["task", "due_on", "planned", "actual", "mark", "done_on"]
        widgets = {"task": ROWS, "planned": ROWS, "actual": ROWS, "mark": forms.TextInput}

    def __init__(self, *args, instance, scale, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.scale, self.today = scale, today
        for name in ("due_on", "done_on"):
            self.fields[name].today = today
        if highest := HIGHEST.get(scale):
            marks = [("", "—"), *((str(mark), str(mark)) for mark in range(1, highest + 1))]
            self.fields["mark"] = forms.ChoiceField(label=_("Mark of the mentor"), choices=marks, required=False)

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def context_of_form(self):
        return {"scale": self.scale, "today": self.today}


class NewItemForm(forms.Form):
    task = forms.CharField(label=_("Project, task"), max_length=1000, widget=ROWS)
    due_on = RussianDateField(label=_("Until"), required=False)
    planned = forms.CharField(label=_("Planned result"), max_length=1000, required=False, widget=ROWS)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].today = today


class SectionForm(forms.Form):
    title = forms.CharField(label=_("Title of the section"), max_length=300)


class ReturnForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("What is to be changed"), max_length=500, widget=ROWS)


class FinishForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.CharField(label=_("What came of it"), max_length=4000, required=False, widget=ROWS)


class TemplateForm(VersionedForm):
    """A template of the school. Sections are written as text: a title, under it «- task | planned result»."""

    form = forms.ModelChoiceField(label=_("Form of mentoring"), queryset=None, required=False, empty_label=_("Any"))
    outline = forms.CharField(
        label=_("Sections and tasks"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("A line is the title of a section; a line with a hyphen is a task: «- task | planned result»."),
    )

    class Meta:
        model = PlanTemplate
        fields = ["title", "kind", "mark_scale"]

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["form"].queryset = MentoringForm.objects.all()
        self.fields["form"].initial = instance.form_id
        self.fields["outline"].initial = outline_of(instance.sections)

    def clean_outline(self):
        sections = sections_in(self.cleaned_data["outline"])
        if not sections:
            raise forms.ValidationError(_("Write at least one section with a task."))
        return self.cleaned_data["outline"]

    @property
    def changes(self):
        changed = super().changes
        if "outline" in self.changed_data:
            changed["sections"] = sections_in(self.cleaned_data["outline"])
        return changed


def outline_of(sections):
    """Sections as text; ``sections_in`` reads it again."""
    lines = []
    for one in sections:
        lines.append(one["title"])
        for item in one.get("items", []):
            lines.append(f"- {item['task']} | {item['planned']}" if item.get("planned") else f"- {item['task']}")
    return "\n".join(lines)


def sections_in(text):
    """``[{"title", "items": [{"task", "planned"}]}]`` of a text; tasks before any title get a section of their own."""
    sections = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        if line[0] not in "-–—•":
            sections.append({"title": line[:300], "items": []})
            continue
        if not sections:
            sections.append({"title": str(_("Tasks")), "items": []})
        task, _bar, planned = line.lstrip("-–—• ").partition("|")
        if task.strip():
            sections[-1]["items"].append({"task": task.strip()[:1000], "planned": planned.strip()[:1000]})
    return sections
