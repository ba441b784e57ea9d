"""What is written down about a signed paper, the grid of a class, a withdrawal."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorship.common import uploads
from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm

from ..consents import signature_rule
from ..models import Consent, ConsentKind, ConsentText, DistributionItem, Person

SELECT = {"class": "form-select"}
SCAN_KINDS = ("pdf", "jpg", "png")
SCAN_ACCEPT = ".pdf,.jpg,.jpeg,.png"
IN_THE_FILE = _("in the personal file")
MAX_ADDRESSES = 20
NOTHING_ALLOWED = {
    "items": _("Tick what the paper allows to publish."),
    "addresses": _("Write where it may be published."),
}
"""What a consent to publishing must have: without an item or an address it allows nothing."""


class ConsentFilterForm(forms.Form):
    """Filters of the list of who has what."""

    WHO = (
        ("", _("Participants of the programme")),
        ("mentees", _("Mentees")),
        ("mentors", _("Mentors")),
        ("all", _("All people of the school")),
    )
    MISSING = (
        ("", _("Does not matter")),
        ("any", _("Participation or processing")),
        ("participation", _("To take part")),
        ("processing", _("To the processing of personal data")),
        ("distribution", _("To publishing")),
    )
    q = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )
    school_class = forms.ModelChoiceField(
        label=_("Class"),
        queryset=None,
        required=False,
        empty_label=_("Any"),
        widget=forms.Select(attrs=SELECT),
    )
    who = forms.ChoiceField(label=_("Who"), choices=WHO, required=False, widget=forms.Select(attrs=SELECT))
    missing = forms.ChoiceField(
        label=_("Which consent is missing"), choices=MISSING, required=False, widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, *args, classes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = classes


class PlacesMixin(forms.Form):
    """Items and addresses of a consent to publishing: every item at every address."""

    items = forms.MultipleChoiceField(
        label=_("What may be published"),
        choices=[(code, capfirst(label)) for code, label in DistributionItem.Item.choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    addresses = forms.CharField(
        label=_("Where it may be published"),
        help_text=_("An address a line: the school's site, a page, a stand in the hall."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=3000,
        required=False,
    )

    def clean_addresses(self):
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MAX_ADDRESSES or any(len(line) > 300 for line in found):
            raise ValidationError(_("Give up to 20 addresses of up to 300 letters."))
        return found

    def check_places(self):
        """For a form where the two fields are asked for by a tick only."""
        for name, text in NOTHING_ALLOWED.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, text)

    @property
    def places(self):
        cleaned = self.cleaned_data
        return [(item, address) for address in cleaned["addresses"] for item in cleaned["items"]]


class ScanMixin(forms.Form):
    """The scan of a paper. It is looked into here and stored by the view, before the transaction."""

    upload = forms.FileField(
        label=_("Scan of the paper"),
        help_text=_("PDF, JPG or PNG of up to 20 MB."),
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": SCAN_ACCEPT}),
    )
    kind_of_file = None

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if file:
            self.kind_of_file = uploads.check_upload(file, allowed=SCAN_KINDS)
        return file


class ConsentForm(PlacesMixin, ScanMixin, VersionedForm):
    """A signed paper of one person, new or to be corrected."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    signed_on = RussianDateField(label=_("Signed on"), error_messages={"required": _("Give the date of the paper.")})
    valid_until = RussianDateField(
        label=_("Valid until"), required=False, help_text=_("Empty: as long as the text of the paper says.")
    )
    representative = forms.ModelChoiceField(label=_("Legal representative"), queryset=None, required=False)
    text = forms.ModelChoiceField(label=_("Version of the text"), queryset=None, required=False)

    class Meta:
        model = Consent
        fields = ["signed_on", "signer", "valid_until", "paper"]
        labels = {"signer": _("Signed by"), "paper": _("Where the paper is")}
        help_texts = {"paper": _("For example: in the personal file, file no. 04-12.")}
        widgets = {"signer": forms.RadioSelect}

    field_order = [
        "signed_on",
        "signer",
        "representative",
        "items",
        "addresses",
        "paper",
        "upload",
        "valid_until",
        "text",
    ]

    def __init__(self, *args, instance, today, **kwargs):
        self.today = today
        self.person, self.kind = instance.person, instance.kind
        self.is_distribution = self.kind == ConsentKind.DISTRIBUTION
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["version"].required = bool(instance.pk)
        if instance.pk:
            del self.fields["form_key"]
        self.fields["signed_on"].today = today
        self.rule = signature_rule(self.person, instance.signed_on or today)
        self.arrange_signers(instance)
        self.arrange_texts()
        if not self.is_distribution:
            del self.fields["items"], self.fields["addresses"]
            return
        for name, text in NOTHING_ALLOWED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = text
        if instance.pk:
            rows = list(instance.items.all())
            self.initial["items"] = list(dict.fromkeys(row.item for row in rows))
            self.initial["addresses"] = "\n".join(dict.fromkeys(row.address for row in rows))

    def arrange_signers(self, instance):
        signer, representative = self.fields["signer"], self.fields["representative"]
        signer.choices = [(code, capfirst(label)) for code, label in Consent.Signer.choices]
        signer.help_text = self.rule.reason
        links = [link.person_id for link in self.person.representatives.all()]
        representative.queryset = Person.objects.filter(pk__in=[*links, instance.representative_id or 0])
        representative.label_from_instance = lambda person: person.full_name
        representative.empty_label = gettext("Not named")
        if not instance.pk:
            self.initial["signer"] = self.rule.signer
            if len(links) == 1 and self.rule.signer != Consent.Signer.SELF:
                self.initial["representative"] = links[0]
        self.initial["representative"] = self.initial.get("representative") or instance.representative_id
        if not representative.queryset.exists():
            del self.fields["representative"]

    def arrange_texts(self):
        field = self.fields["text"]
        self.initial["text"] = self.instance.text_id
        field.queryset = ConsentText.objects.filter(kind=self.kind)
        field.empty_label = gettext("The version of the day")
        field.label_from_instance = version_words
        if not field.queryset.exists():
            del self.fields["text"]

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > self.today:
            raise ValidationError(_("A paper cannot be signed in the future."))
        return day

    def clean(self):
        cleaned = super().clean()
        self.check_signer(cleaned)
        has_paper = cleaned.get("paper") or cleaned.get("upload") or self.instance.scan
        if not has_paper and "upload" not in self.errors:
            self.add_error("paper", _("Choose a scan or write where the paper is: a tick is no consent."))
        if cleaned.get("valid_until") and cleaned.get("signed_on") and cleaned["valid_until"] < cleaned["signed_on"]:
            self.add_error("valid_until", _("A consent cannot end before it is signed."))
        return cleaned

    def check_signer(self, cleaned):
        """By the age on the day of the paper, not of today."""
        signer, day = cleaned.get("signer"), cleaned.get("signed_on")
        if not signer or not day:
            return
        rule = signature_rule(self.person, day)
        if signer not in rule.accepted:
            self.add_error("signer", rule.reason)
        if signer == Consent.Signer.SELF:
            cleaned["representative"] = None
        elif "representative" in self.fields and not cleaned.get("representative"):
            self.add_error("representative", _("Choose who of the representatives has signed."))

    @property
    def facts(self):
        """Values of the row's own columns."""
        names = [name for name in (*self._meta.fields, "representative", "text") if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names}

    def context_of_form(self):
        return {"today": self.today}

    def words(self, name, value):
        if name == "upload":
            return getattr(value, "name", "") or ""
        if name == "items":
            titles = dict(DistributionItem.Item.choices)
            return ", ".join(str(titles[code]) for code in value or ())
        if name == "text":
            row = value if isinstance(value, ConsentText) else ConsentText.objects.filter(pk=value or None).first()
            return version_words(row) if row else ""
        return super().words(name, value)


def version_words(text):
    """«версия 2 от 12.09.2025»."""
    return gettext("version %(number)s of %(day)s") % {"number": text.number, "day": f"{text.created_at:%d.%m.%Y}"}


class ClassForm(PlacesMixin, forms.Form):
    """Papers of a class of one day. The ticks stand in a table: a tick is named ``<kind>-<person's number>``."""

    signed_on = RussianDateField(label=_("Papers of"), error_messages={"required": _("Give the date of the papers.")})
    paper = forms.CharField(label=_("Where the papers are"), max_length=150, initial=IN_THE_FILE)

    field_order = ["signed_on", "paper", "items", "addresses"]

    def __init__(self, *args, people, today, ticked=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.today = people, today
        self.fields["signed_on"].today = today
        self.ticked = set(self.data.getlist("tick")) if self.is_bound else set(ticked)

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > self.today:
            raise ValidationError(_("A paper cannot be signed in the future."))
        return day

    def clean(self):
        cleaned = super().clean()
        if not self.ticks:
            raise ValidationError(_("Tick who has brought which paper."))
        if any(kind == ConsentKind.DISTRIBUTION for _person, kind in self.ticks):
            self.check_places()
        return cleaned

    @property
    def ticks(self):
        """Pairs of a person of the class and a kind; ticks of other people are nothing."""
        return [(person, kind) for person in self.people for kind in ConsentKind if tick(kind, person) in self.ticked]


def tick(kind, person):
    return f"{ConsentKind(kind).value}-{person.pk}"


class WithdrawalForm(forms.Form):
    """The person or the representative has taken the consent back."""

    withdrawn_on = RussianDateField(
        label=_("Day on which the school received the application"),
        error_messages={"required": _("Give the day on which the application came.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Nobody owes a reason: write it when the application has one."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, paper, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.paper, self.today = paper, today
        self.fields["withdrawn_on"].today = today

    def clean_withdrawn_on(self):
        day = self.cleaned_data["withdrawn_on"]
        if day > self.today:
            raise ValidationError(_("The application cannot come in the future."))
        if day < self.paper.signed_on:
            raise ValidationError(_("A consent cannot be withdrawn before it is signed."))
        return day
