"""Words of a stage, an activity and a step as the tree editor asks for them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Activity, Roadmap
from .proofs import FormKeyMixin

TEXT = forms.Textarea(attrs={"rows": 2})


class AddForm(FormKeyMixin):
    """A new row: its title is enough."""

    title = forms.CharField(
        label=_("Title"), max_length=2000, error_messages={"required": _("Write what is to be added.")}
    )

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())


class WordsForm(forms.Form):
    """Ground of the three: the version that the person saw, and the extra columns that the roadmap has."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"), max_length=2000, widget=TEXT, error_messages={"required": _("Write the title.")}
    )
    columns = ()
    """Fields that are shown only when the roadmap has such a column."""

    def __init__(self, *args, node, roadmap, **kwargs):
        initial = {name: getattr(node, name, "") for name in self.base_fields} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, prefix="words", **kwargs)
        for name in self.columns:
            if name not in roadmap.columns and not getattr(node, name):
                del self.fields[name]

    def words(self):
        """The values to be written, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StageWordsForm(WordsForm):
    title = forms.CharField(
        label=_("Title"), max_length=500, widget=TEXT, error_messages={"required": _("Write the title.")}
    )
    purpose = forms.CharField(label=_("Purpose"), required=False, max_length=2000, widget=TEXT)
    planned_result = forms.CharField(label=_("Planned result"), required=False, max_length=5000, widget=TEXT)


class ActivityWordsForm(WordsForm):
    term_text = forms.CharField(
        label=_("Term in words"),
        required=False,
        max_length=300,
        help_text=_("For example: March, 1–15 March, January – February, the whole period, every month."),
    )
    responsible = forms.CharField(
        label=_("Responsible"),
        required=False,
        max_length=2000,
        widget=TEXT,
        help_text=_("People with posts, roles and groups, with commas between them."),
    )
    planned_result = forms.CharField(label=_("Planned result"), required=False, max_length=5000, widget=TEXT)
    document_kind = forms.CharField(label=_("Kind of document"), required=False, max_length=300)
    environment = forms.ChoiceField(
        label=_("Environment"), required=False, choices=[("", _("Not said")), *Activity.Environment.choices]
    )
    columns = ("planned_result", "document_kind", "environment")


class StepWordsForm(WordsForm):
    planned_result = forms.CharField(label=_("Planned result"), required=False, max_length=5000, widget=TEXT)
    document_kind = forms.CharField(label=_("Kind of document"), required=False, max_length=300)
    columns = ("planned_result", "document_kind")


class ColumnsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    columns = forms.MultipleChoiceField(
        label=_("Extra columns"),
        required=False,
        choices=Roadmap.Column.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class MoveForm(forms.Form):
    """Another parent; the row goes to its end."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    parent = forms.ChoiceField(label=_("Move to"))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = choices


WORDS_FORMS = {"stage": StageWordsForm, "activity": ActivityWordsForm, "step": StepWordsForm}
