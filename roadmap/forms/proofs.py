"""What people write when something is done: the proof, the day, the reason, a comment."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorship.common import uploads
from mentorship.common.forms import RussianDateField

from ..models import Comment, Step


class FormKeyMixin(forms.Form):
    """Carries the key by which a form that is sent twice acts once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class WebAddressField(forms.URLField):
    """A link that opens in a browser: http or https and nothing else."""

    default_error_messages = {"invalid": _("Give the whole address of the page: https://…")}

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", max_length=1000, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if value and not value.lower().startswith(("http://", "https://")):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return value


class ProofForm(FormKeyMixin):
    """A link, a file or both. The file is looked into here and stored by the view, before the transaction."""

    url = WebAddressField(label=_("Link"), required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=_("PDF, DOCX, XLSX, PPTX, JPG or PNG of up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPT}),
    )
    kind = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            self.kind = uploads.check_upload(file)
        return file


class EvidenceForm(ProofForm):
    """A proof without any other act."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("url") or cleaned.get("file")):
            self.add_error("url", _("Give the address of a page or choose a file."))
        return cleaned


class CompleteForm(ProofForm):
    """The activity is done: when, with what proof, and what came of it."""

    done_on = RussianDateField(
        label=_("Day of completion"), error_messages={"required": _("Give the day of completion.")}
    )
    actual_result = forms.CharField(
        label=_("What came of it"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["url", "file", "done_on", "actual_result", "form_key"]

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = self.fields["done_on"].today = today

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > self.today:
            raise ValidationError(_("The day of completion cannot be in the future."))
        return day


class ReasonForm(forms.Form):
    """Why an activity is not required."""

    reason = forms.CharField(
        label=_("Why it is not required"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is not required: the reason is shown to everybody.")},
    )


class SendBackForm(forms.Form):
    """What is missing before the activity can be called done."""

    comment = forms.CharField(
        label=_("What has to be corrected"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what has to be corrected: the comment goes into the discussion.")},
    )


class CommentForm(FormKeyMixin, forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": _("Your comment")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "maxlength": 5000})}
        error_messages = {"text": {"required": _("Write the comment.")}}


class StepForm(ProofForm, forms.ModelForm):
    """What a step was to give, what it gave, and its proof. Only those who edit the roadmap change the plan."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Step
        fields = ["planned_result", "document_kind", "actual_result"]
        widgets = {
            "planned_result": forms.Textarea(attrs={"rows": 2}),
            "actual_result": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, may_plan, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_plan:
            del self.fields["planned_result"], self.fields["document_kind"]

    def described(self):
        """The words of the step, by the names of its columns."""
        names = ("planned_result", "document_kind", "actual_result")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}
