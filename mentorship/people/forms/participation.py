from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.slots import DAYS, PARTS, SLOTS, words_of

from ..models import Axis, Mentee, Mentor, Tag, Variant
from .labels import HINT, LabelWarning

AXES = {"subjects": Axis.SUBJECT, "competence_words": Axis.COMPETENCE, "interest_words": Axis.INTEREST}
NEW = {"new_subjects": Axis.SUBJECT, "new_competences": Axis.COMPETENCE, "new_interests": Axis.INTEREST}
WORD_LENGTH = 80
DAYS_OF_ROW = ("answered_on", "entered_on", "left_on")
SHORT = forms.Textarea(attrs={"rows": 3})


class VariantIterator(forms.models.ModelChoiceIterator):
    """Variants under the titles of their forms, so that the choice needs no script."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        groups = {}
        for variant in self.queryset.select_related("form").order_by("form__position", "form", "position", "pk"):
            groups.setdefault(variant.form.title, []).append(self.choice(variant))
        yield from groups.items()


class VariantField(SafeModelChoiceField):
    iterator = VariantIterator


class WordsField(SafeModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, label):
        super().__init__(queryset=Tag.objects.none(), label=label, required=False)


class SlotsField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        choices = [(code, words_of(code)) for code in SLOTS]
        super().__init__(choices=choices, required=False, label=gettext_lazy("When the person can meet"), **kwargs)


def new_words(label):
    return forms.CharField(
        label=label, required=False, max_length=400, help_text=gettext_lazy("With commas; known words are found.")
    )


class ParticipationForm(LabelWarning, VersionedForm):
    """Fields of the participation itself, and the words of the vocabulary axis by axis.

    ``with_note`` shows the coordinator's note. A synonym that is typed leads to the word that the school uses.
    """

    variant = VariantField(
        queryset=Variant.objects.none(),
        label=gettext_lazy("Variant"),
        required=False,
        help_text=gettext_lazy("Variants stand under their forms. A variant chosen without a form chooses the form."),
    )
    subjects = WordsField(gettext_lazy("Subjects"))
    new_subjects = new_words(gettext_lazy("Other subjects"))
    competence_words = WordsField(gettext_lazy("Competences and requests"))
    new_competences = new_words(gettext_lazy("Other competences and requests"))
    interest_words = WordsField(gettext_lazy("Words for the interests"))
    new_interests = new_words(gettext_lazy("Other interests"))
    slots = SlotsField()
    answered_on = RussianDateField(label=gettext_lazy("Questionnaire of"), required=False)
    entered_on = RussianDateField(label=gettext_lazy("Entered the programme on"), required=False)
    left_on = RussianDateField(label=gettext_lazy("Left the programme on"), required=False)

    case_url = forms.URLField(
        label=gettext_lazy("Link to the case or the review"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args, today, with_note=True, **kwargs):
        self.given = {"today": today, "with_note": with_note}
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = MentoringForm.objects.all()
        self.fields["variant"].queryset = Variant.objects.all()
        if not with_note:
            del self.fields["note"]
        for name in DAYS_OF_ROW:
            self.fields[name].today = today
        chosen = {tag.merged_into_id or tag.pk for tag in self.instance.tags.all()}
        for name, axis in AXES.items():
            words = Tag.objects.current().filter(axis=axis)
            self.fields[name].queryset = words
            self.initial[name] = [tag for tag in words if tag.pk in chosen]

    def context_of_form(self):
        return self.given

    def words(self, name, value):
        if name == "slots":
            return "; ".join(words_of(code) for code in value or () if code in SLOTS)
        if name in AXES and value and not isinstance(next(iter(value)), Tag):
            value = self.fields[name].queryset.filter(pk__in=list(value))
        return super().words(name, list(value) if name in AXES and value is not None else value)

    def clean_slots(self):
        """In the order of the week."""
        return [code for code in SLOTS if code in self.cleaned_data["slots"]]

    def clean(self):
        data = super().clean()
        form, variant = data.get("form"), data.get("variant")
        if variant and form is None and "form" not in self.errors:
            data["form"] = variant.form
        elif variant and variant.form_id != form.pk:
            self.add_error("variant", _("This variant belongs to the form “%(form)s”.") % {"form": variant.form})
        first, last = data.get("entered_on"), data.get("left_on")
        if first and last and last < first:
            self.add_error("left_on", _("Nobody leaves before entering."))
        for name in NEW:
            if any(len(word) > WORD_LENGTH for word in split_words(data.get(name))):
                self.add_error(name, _("A word of the vocabulary has 80 letters at most. Divide words with commas."))
        return data

    @property
    def changes(self):
        found = super().changes
        if "variant" in found and "form" not in found and self.cleaned_data["form"] != self.instance_form():
            found["form"] = self.cleaned_data["form"]
        return found

    def instance_form(self):
        """The form of mentoring that the page showed: cleaning has already written the new one into the row."""
        return MentoringForm.objects.filter(pk=self.initial.get("form") or None).first()

    @property
    def typed_words(self):
        """``{axis: [words]}`` that are typed and not ticked."""
        return {axis: split_words(self.cleaned_data.get(name)) for name, axis in NEW.items()}

    @property
    def chosen_tags(self):
        return [tag for name in AXES for tag in self.cleaned_data[name]]

    def word_lists(self):
        """The lists of words by the name of their field: a list is open where something typed is to be mended."""
        found = {}
        for name, new in zip(AXES, NEW, strict=True):
            value = self[name].value() or ()
            keys = {str(getattr(one, "pk", one)) for one in value}
            found[name] = {
                "field": self[name],
                "new": self[new],
                "chosen": [label for key, label in self[name].field.choices if str(key) in keys],
                "is_open": bool(self[name].errors or self[new].errors or self[new].value()),
            }
        return found

    @property
    def rows_of_page(self):
        """``(kind, what)`` in the order of the page: a field, a folded list of words with its new ones, the week."""
        lists = self.word_lists()
        for field in self:
            if field.name in lists:
                yield "words", lists[field.name]
            elif field.name == "slots":
                yield "slots", self.slot_grid()
            elif field.name not in NEW:
                yield "field", field

    def slot_grid(self):
        """Rows of the school week for the page: a day and its ticks, each with its part of the day."""
        ticked = set(self["slots"].value() or ())
        return [
            (day_title, [(f"{day}-{part}", part_title, f"{day}-{part}" in ticked) for part, part_title in PARTS])
            for day, day_title in DAYS
        ]


COMMON = ["form", "variant"]
END = [
    "slots",
    "answered_on",
    "entered_on",
    "left_on",
    "leaving_reason",
    "result",
    "case_url",
    "is_completed",
    "note",
]
WORDS = ["subjects", "new_subjects", "competence_words", "new_competences", "interests", "interest_words"]
LAST_WORDS = ["new_interests", "achievements"]
TEXTS = ("interests", "achievements", "leaving_reason", "result", "note", *NEW)
AREAS = dict.fromkeys(("request", "competences", "interests", "achievements", "result", "note"), SHORT)


class MenteeForm(ParticipationForm):
    free_texts = ("request", *TEXTS)

    class Meta:
        model = Mentee
        fields = [*COMMON, "request", "interests", "achievements", *END]
        field_classes = {"form": SafeModelChoiceField}
        widgets = AREAS
        help_texts = {"request": HINT, "note": gettext_lazy("Seen by the leaders of the programme.")}

    field_order = [*COMMON, "request", *WORDS, *LAST_WORDS, *END]


class MentorForm(ParticipationForm):
    free_texts = ("competences", *TEXTS)

    class Meta:
        model = Mentor
        fields = [
            *COMMON,
            "competences",
            "interests",
            "achievements",
            "age_from",
            "age_to",
            "capacity",
            "hours_a_month",
            *END,
        ]
        field_classes = {"form": SafeModelChoiceField}
        widgets = AREAS
        help_texts = {"competences": HINT, "note": gettext_lazy("Seen by the leaders of the programme.")}

    field_order = [
        *COMMON,
        "competences",
        *WORDS,
        *LAST_WORDS,
        "age_from",
        "age_to",
        "capacity",
        "hours_a_month",
        *END,
    ]

    def clean(self):
        data = super().clean()
        first, last = data.get("age_from"), data.get("age_to")
        if first and last and last < first:
            self.add_error("age_to", _("The desired age goes up."))
        return data

    def clean_capacity(self):
        if not 1 <= self.cleaned_data["capacity"] <= 30:
            raise forms.ValidationError(_("A mentor has from 1 to 30 mentees."))
        return self.cleaned_data["capacity"]


def split_words(text):
    return [" ".join(word.split()) for word in (text or "").replace(";", ",").split(",") if word.strip()]
