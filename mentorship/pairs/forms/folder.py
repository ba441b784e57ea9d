"""Forms of what lies in a pair's folder and of its course: pause, substitute, paid terms, documents."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.common.uploads import ACCEPT, check_upload
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import PaidTerms, PairFile
from .pairing import ActForm, MentorField, check_term, lacks_place, set_mentors


class PauseForm(ActForm):
    field_order = ["version", "day", "resumes_on", "reason"]
    resumes_on = RussianDateField(
        label=_("Look at it again on"), help_text=_("On this day the pair stands in the list of those to look at.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resumes_on"].today = self.today

    def clean(self):
        data = super().clean()
        if data.get("day") and data.get("resumes_on") and data["resumes_on"] <= data["day"]:
            self.add_error("resumes_on", _("Choose a day after the first day of the pause."))
        return data


class SubstituteForm(forms.Form):
    """Who stands in for the mentor, and for how long."""

    mentor = MentorField(label=_("Substitute mentor"), queryset=None, to_field_name="public_id")
    starts_on = RussianDateField(label=_("From"))
    ends_on = RussianDateField(label=_("Until"))
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args, pairing, mentees, today, **kwargs):
        super().__init__(*args, initial={"starts_on": today}, **kwargs)
        self.pairing, self.mentees, self.today = pairing, mentees, today
        set_mentors(self.fields["mentor"], pairing.programme, today)
        self.fields["mentor"].queryset = self.fields["mentor"].queryset.exclude(pk=pairing.mentor_id)
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today

    def clean(self):
        data = super().clean()
        check_term(self, data)
        mentor = data.get("mentor")
        if mentor and any(one.person_id == mentor.person_id for one in self.mentees):
            self.add_error("mentor", _("Nobody is one's own mentor."))
        if mentor and lacks_place(self.pairing, mentor, self.mentees, self.today):
            self.add_error("mentor", _("An adult meets a pupil: first write on the page of the pair where and how."))
        return data


class PaidForm(VersionedForm):
    """Article 351.8 of the Labour Code; everything may stay empty."""

    consent_on = RussianDateField(label=_("Written consent of the mentor, of"), required=False)
    agreement_on = RussianDateField(label=_("Supplementary agreement, of"), required=False)
    notice_on = RussianDateField(label=_("Notice of the early end, of"), required=False)

    class Meta:
        model = PaidTerms
        fields = [
            "consent_on",
            "agreement_number",
            "agreement_on",
            "content",
            "form",
            "pay_basis",
            "pay_amount",
            "notice_on",
            "notice_by",
        ]
        widgets = {"content": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, instance, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.today = today
        for name in ("consent_on", "agreement_on", "notice_on"):
            self.fields[name].today = today

    def clean(self):
        data = super().clean()
        if bool(data.get("notice_on")) != bool(data.get("notice_by")):
            missing = "notice_by" if data.get("notice_on") else "notice_on"
            self.add_error(missing, _("Write both: the day of the notice and who gave it."))
        return data

    def context_of_form(self):
        return {"today": self.today}


class FileForm(forms.Form):
    """A document or a material: a file, a link, or for a document the folder where it lies."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PairFile.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    number = forms.CharField(label=_("Number"), max_length=30, required=False)
    day = RussianDateField(label=_("Date"), required=False)
    url = forms.URLField(label=_("Link"), max_length=1000, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, DOCX, XLSX, PPTX, JPG or PNG, up to 20 MB"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    upload_kind = None

    def __init__(self, *args, kinds, today, **kwargs):
        super().__init__(*args, initial={"kind": kinds[0]}, **kwargs)
        self.fields["kind"].choices = [one for one in PairFile.Kind.choices if one[0] in kinds]
        self.fields["day"].today = today
        if kinds == [PairFile.Kind.MATERIAL]:
            for name in ("number", "day"):
                del self.fields[name]
            self.fields["kind"].widget = forms.HiddenInput()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            self.upload_kind = check_upload(file)
        return file

    def clean(self):
        data = super().clean()
        if {"url", "file"} & set(self.errors):
            return data
        if data.get("url") and data.get("file"):
            raise ValidationError(_("Give a link or choose a file, one of the two."))
        is_material = data.get("kind") == PairFile.Kind.MATERIAL
        if not data.get("url") and not data.get("file"):
            if is_material:
                raise ValidationError(_("Give a link or choose a file, one of the two."))
            if not (data.get("number") or data.get("day")):
                raise ValidationError(_("Without a file write the number or the date of the paper in the folder."))
        return data


class HandoverForm(forms.Form):
    """What the old mentor leaves to the new one."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    handover = forms.CharField(
        label=_("What the next mentor has to know"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Meetings, the plan and what was agreed stand in the act by themselves."),
    )
