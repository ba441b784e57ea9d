"""Forms of the builder: about the questionnaire, a section, one question, corrected words, files, the filter."""

import hashlib
import json
from dataclasses import asdict, replace

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import sources
from ..content import COUNTED, SCALES, WITH_OPTIONS, Condition, Kind, Option, Question
from ..editing import fitted, options_of_lines
from ..models import Purpose, Survey

SCALE_CHOICES = [(f"{least}-{most}", f"{least}–{most}") for least, most in sorted(SCALES)]
KIND_CHOICES = [(kind.value, kind.title) for kind in Kind]
TEXT_LENGTH = 2000


def digest_of(question):
    """What the question was when the form was drawn: two people are told apart by it."""
    value = json.dumps(asdict(question), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def marks_for(question):
    """``(mark, words)`` of everything that a condition may ask about the question."""
    marks = [(option.key, option.text) for option in question.options]
    if question.kind == Kind.YES_NO:
        marks = [("yes", _("Yes")), ("no", _("No"))]
    if question.kind == Kind.SCALE:
        marks = [(str(step), str(step)) for step in question.steps]
    if question.other:
        marks.append(("other", _("an answer of one's own")))
    if question.can_be_unknown:
        marks.append(("unknown", _("I don't know yet")))
    return marks


def before(content, key):
    """Earlier questions that a condition may look at."""
    earlier = []
    for question in content.questions:
        if question.key == key:
            break
        if marks_for(question):
            earlier.append(question)
    return earlier


class FilterForm(forms.Form):
    """A wrong value in an address is not an error: it filters nothing."""

    q = forms.CharField(label=_("Find"), required=False, max_length=100)
    purpose = forms.ChoiceField(label=_("what it is for"), required=False, choices=[("", _("All")), *Purpose.choices])

    def chosen(self):
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AboutForm(forms.Form):
    """What a questionnaire is called and for whom it is."""

    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.ChoiceField(label=_("What it is for"), choices=Purpose.choices, initial=Purpose.OTHER)
    wording = forms.ChoiceField(label=_("For whom the words are"), choices=Survey.Wording.choices)


class TextsForm(forms.Form):
    intro = forms.CharField(
        label=_("Words before the first question"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    thanks = forms.CharField(
        label=_("Words after the last question"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SectionForm(forms.Form):
    title = forms.CharField(label=_("Title of the section"), required=False, max_length=300)
    text = forms.CharField(
        label=_("Words under the title"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AddForm(forms.Form):
    """A new question: where it goes and of what kind it is."""

    section = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind of the new question"), choices=KIND_CHOICES)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File with a questionnaire, XLSX or JSON"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    """One question with the settings of its kind alone; ``question`` is the saved one, ``content`` all around it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Question"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(
        label=_("Kind of the answer"),
        choices=KIND_CHOICES,
        help_text=_("After a change of the kind save once: the settings of the new kind will stand here."),
    )
    help = forms.CharField(label=_("Help under the question"), required=False, max_length=TEXT_LENGTH)
    options = forms.CharField(
        label=_("Options, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("They are shown in this order. Move lines to change it."),
    )
    source = forms.ChoiceField(label=_("Where the options come from"), required=False)
    scale = forms.ChoiceField(label=_("Ends of the scale"), choices=SCALE_CHOICES)
    low_word = forms.CharField(label=_("Words at the low end"), required=False, max_length=80)
    high_word = forms.CharField(label=_("Words at the high end"), required=False, max_length=80)
    least = forms.IntegerField(label=_("Not less than"), required=False, min_value=-999_999, max_value=999_999)
    most = forms.IntegerField(label=_("Not more than"), required=False, min_value=-999_999, max_value=999_999)
    required = forms.BooleanField(label=_("An answer is required"), required=False)
    can_be_unknown = forms.BooleanField(label=_("“I don't know yet” may be chosen"), required=False)
    other = forms.BooleanField(label=_("An answer of one's own may be written"), required=False)
    random_order = forms.BooleanField(label=_("Show the options in random order"), required=False)
    confidential = forms.BooleanField(label=_("Only the coordinator sees the answers"), required=False)
    show_question = forms.ChoiceField(label=_("Show only if to the question"), required=False)
    show_marks = forms.MultipleChoiceField(
        label=_("one of these is answered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    binding = forms.ChoiceField(
        label=_("Offer the answer for a field of the register"),
        required=False,
        help_text=_("The coordinator sees the offered changes and accepts them; nothing changes by itself."),
    )
    linked = forms.CharField(
        label=_("Link with the same question of another wave"),
        required=False,
        max_length=60,
        help_text=_("A short word, the same in the questionnaires before and after: the answers are compared by it."),
    )

    def __init__(self, data=None, *, question, content, **kwargs):
        super().__init__(data, initial=initial_of(question), **kwargs)
        self.question = question
        for name in self.unfit_names():
            del self.fields[name]
        self.offer_choices(content)

    def unfit_names(self):
        """Settings that the kind of the question has not."""
        kind = self.question.kind
        listed, sourced = kind in WITH_OPTIONS, kind in {Kind.WORDS, Kind.RANKING}
        if not (listed or (sourced and not self.question.source)):
            yield from ("options", "random_order")
        if not listed:
            yield "other"
        if not sourced:
            yield "source"
        if kind != Kind.SCALE:
            yield from ("scale", "low_word", "high_word")
        if kind not in COUNTED | {Kind.NUMBER}:
            yield from ("least", "most")

    def offer_choices(self, content):
        earlier = before(content, self.question.key)
        numbers = {one.key: number for number, one in enumerate(content.questions, 1)}
        titles = [(one.key, f"{numbers[one.key]}. {one.text[:80]}") for one in earlier]
        self.fields["show_question"].choices = [("", _("shown always")), *titles]
        asked = next((one for one in earlier if one.key == self["show_question"].value()), None)
        self.fields["show_marks"].choices = marks_for(asked) if asked else []
        if not earlier:
            del self.fields["show_question"]
        if asked is None:
            del self.fields["show_marks"]
        fitting = [(one.code, one.title) for one in sources.bindings.values() if self.question.kind in one.kinds]
        self.fields["binding"].choices = [("", _("do not offer")), *fitting]
        if not fitting:
            del self.fields["binding"]
        if "source" in self.fields:
            known = [(one.code, one.title) for one in sources.option_sources.values()]
            self.fields["source"].choices = [("", _("a list of one's own")), *known]
        for name in COUNT_WORDS if self.question.kind in COUNTED else ():
            self.fields[name].label = COUNT_WORDS[name]
            self.fields[name].min_value = 0

    @property
    def main_fields(self):
        return [self[name] for name in MAIN if name in self.fields]

    @property
    def more_fields(self):
        return [self[name] for name in self.fields if name not in MAIN and name != "seen"]

    def clean(self):
        given = super().clean()
        if given.get("show_question") and not given.get("show_marks") and "show_marks" not in self.errors:
            self.add_error(
                "show_marks" if "show_marks" in self.fields else "show_question",
                _("Choose the answers at which the question is shown."),
            )
        if None not in (given.get("least"), given.get("most")) and given["least"] > given["most"]:
            self.add_error("least", _("The least is more than the most."))
        self.check_binding(given)
        return given

    def check_binding(self, given):
        """Words of another list than the field of the register understands would be offered to it in vain."""
        binding = sources.bindings.get(given.get("binding"))
        source = given.get("source")
        if binding and binding.source and source and source != binding.source:
            words = gettext("This field of the register takes another list of words: choose “%(source)s” above.")
            title = sources.option_sources[binding.source].title
            self.add_error("binding", words % {"source": title})

    def changed_question(self):
        """The question as the form says."""
        given = with_plain_lines(self.cleaned_data)
        changes = {name: given[name] for name in PLAIN if name in given}
        if "options" in given:
            changes["options"] = options_of_lines(given["options"], self.question.options)
        if "scale" in given:
            changes["least"], changes["most"] = map(int, given["scale"].split("-"))
        marks = tuple(given.get("show_marks") or ())
        changes["show_if"] = Condition(given["show_question"], marks) if given.get("show_question") else None
        return fitted(replace(self.question, kind=Kind(given["kind"]), **changes))


MAIN = ("text", "kind", "options", "source", "scale", "low_word", "high_word", "required")
PLAIN = (
    *("text", "help", "source", "low_word", "high_word", "least", "most", "required", "can_be_unknown", "other"),
    *("random_order", "confidential", "binding", "linked"),
)
COUNT_WORDS = {"least": _("At least so many"), "most": _("At most so many")}


def with_plain_lines(given):
    """Texts with the line ends that are kept, not those that a browser posts."""
    return {name: text.replace("\r\n", "\n") if isinstance(text, str) else text for name, text in given.items()}


def initial_of(question):
    values = {name: getattr(question, name) for name in PLAIN}
    condition = question.show_if
    return values | {
        "seen": digest_of(question),
        "kind": question.kind.value,
        "options": "\n".join(option.text for option in question.options),
        "scale": f"{question.ends[0]}-{question.ends[1]}",
        "show_question": condition.question if condition else "",
        "show_marks": list(condition.any_of) if condition else [],
    }


class CorrectionForm(forms.Form):
    """Words of a published questionnaire, a field for every text; the structure has no field here."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, content, version, **kwargs):
        super().__init__(data, initial={"version": version}, **kwargs)
        self.content = content
        self.groups = []
        self.group(_("Before and after the questions"), [("intro", content.intro), ("thanks", content.thanks)])
        number = 0
        for section in content.sections:
            self.group(_("Section"), [(f"title-{section.key}", section.title), (f"words-{section.key}", section.text)])
            for question in section.questions:
                number += 1
                self.group(_("Question %(number)d") % {"number": number}, list(texts_of(question)), question)

    def group(self, title, texts, question=None):
        names = []
        for name, text in texts:
            must = question is not None and not name.startswith(("help-", "low_word-", "high_word-"))
            if not text and not must:
                continue
            wide = len(text) > 35 or "\n" in text
            self.fields[name] = forms.CharField(
                label=LABELS[name.split("-")[0]],
                initial=text,
                required=must,
                max_length=TEXT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}) if wide else forms.TextInput(),
            )
            names.append(name)
        if names:
            self.groups.append((title, names))

    @property
    def parts(self):
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    def corrected(self):
        given = with_plain_lines(self.cleaned_data)
        sections = tuple(
            replace(
                section,
                title=given.get(f"title-{section.key}", section.title),
                text=given.get(f"words-{section.key}", section.text),
                questions=tuple(corrected_question(one, given) for one in section.questions),
            )
            for section in self.content.sections
        )
        kept = {name: given.get(name, getattr(self.content, name)) for name in ("intro", "thanks")}
        return replace(self.content, sections=sections, **kept)


LABELS = {
    "intro": _("Words before the first question"),
    "thanks": _("Words after the last question"),
    "title": _("Title of the section"),
    "words": _("Words under the title"),
    "text": _("Question"),
    "help": _("Help under the question"),
    "low_word": _("Words at the low end"),
    "high_word": _("Words at the high end"),
    "option": _("Option"),
}
WORDS = ("text", "help", "low_word", "high_word")


def texts_of(question: Question):
    for name in WORDS:
        yield f"{name}-{question.key}", getattr(question, name)
    for option in question.options:
        yield f"option-{question.key}-{option.key}", option.text


def corrected_question(question, given):
    options = tuple(
        Option(one.key, given.get(f"option-{question.key}-{one.key}", one.text)) for one in question.options
    )
    words = {name: given.get(f"{name}-{question.key}", getattr(question, name)) for name in WORDS}
    return replace(question, options=options, **words)
