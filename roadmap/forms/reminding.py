"""Whom to remind of an activity, and in what words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .proofs import FormKeyMixin

LONGEST = 2000


class RemindForm(FormKeyMixin):
    """``asked`` are the people whom the page has asked about, because they have had a reminder today."""

    people = forms.TypedMultipleChoiceField(
        label=_("Whom to remind"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("Those who answer for the activity have changed. Look at the list and choose again."),
        },
    )
    text = forms.CharField(
        label=_("Text of the reminder"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The letter has this text, your name, a link to the activity and the button “Done”."),
        error_messages={"required": _("Write the text of the reminder.")},
    )
    is_sure = forms.BooleanField(label=_("Yes, send once more"), required=False)
    asked = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(pk, person.user.get_full_name()) for pk, person in people.items()]
        self.fields["people"].choices = self.fields["asked"].choices = choices

    def clean_people(self):
        return set(self.cleaned_data["people"])

    def ask_again(self, people, question):
        """Some of the chosen have had a reminder today: ask whether they are to get one more.

        An answer that was given about other people does not count for these.
        """
        self.data = self.data.copy()
        self.data.setlist("asked", [str(one) for one in people])
        self.data.pop("is_sure", None)
        self.cleaned_data["asked"] = people
        self.add_error("is_sure", question)

    @property
    def asks_about(self):
        """The people whom the page asks about, once more where something else was wrong."""
        return self.cleaned_data.get("asked") or [] if self.errors else []

    @property
    def again(self):
        """Who is to be reminded although this is not the first time today."""
        return set(self.cleaned_data["asked"]) if self.cleaned_data["is_sure"] else set()
