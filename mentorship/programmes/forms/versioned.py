"""A form of a row that two people edit: it carries the version that the person saw, and can say what changed."""

from datetime import date

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _


class VersionedForm(forms.ModelForm):
    """``changes`` is what a compare-and-swap save writes; the form itself never saves."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["version"].initial = instance.version

    @property
    def seen_version(self):
        return self.cleaned_data["version"]

    @property
    def changes(self):
        """Values of the changed fields of the row itself."""
        columns = {field.name for field in self._meta.model._meta.concrete_fields}
        return {name: self.cleaned_data[name] for name in self.changed_data if name in columns - {"version"}}

    @property
    def changes_in_words(self):
        """``{label: [before, after]}`` for the log."""
        return {
            str(self.fields[name].label): [
                self.words(name, self.get_initial_for_field(self.fields[name], name)),
                self.words(name, self.cleaned_data[name]),
            ]
            for name in self.changed_data
            if name != "version"
        }

    def words(self, name, value):
        """A value of a field as a person reads it."""
        field = self.fields[name]
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
            row = value if isinstance(value, Model) else field.queryset.filter(pk=value or None).first()
            return str(row or "")
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        if isinstance(field, forms.TypedChoiceField | forms.ChoiceField) and not hasattr(field, "queryset"):
            return str(dict(field.choices).get(value, value))
        if isinstance(value, list | tuple | set) or hasattr(value, "all"):
            return ", ".join(str(one) for one in value)
        return "" if value is None else str(value)

    def against(self, saved):
        """The fields in which this text differs from the saved row: label, mine, theirs."""
        theirs = type(self)(instance=saved, **self.context_of_form())
        rows = []
        for name, field in self.fields.items():
            if name == "version":
                continue
            mine = self.words(name, self.cleaned_data.get(name))
            other = self.words(name, theirs.get_initial_for_field(theirs.fields[name], name))
            if mine != other:
                rows.append({"label": field.label, "mine": mine, "theirs": other})
        return rows

    def context_of_form(self):
        """Keyword arguments that a second form of the same kind needs."""
        return {}
