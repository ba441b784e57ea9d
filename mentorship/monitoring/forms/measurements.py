"""Which campaign is the measurement before and which the one after."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from mentorship.programmes.models import MentoringForm
from surveys.models import Campaign

from ..models.impact import Side


class CampaignField(SafeModelChoiceField):
    """Campaigns by title and day: one questionnaire is sent twice under one title."""

    def label_from_instance(self, campaign):
        return f"{campaign.title} · {date_format(campaign.opens_on, 'd.m.Y')}"


class MeasurementForm(forms.Form):
    """Nothing before or after may be chosen yet: then the page says what lacks."""

    form = SafeModelChoiceField(
        MentoringForm.objects.none(), label=_("Form of mentoring"), required=False, empty_label=_("All forms together")
    )
    side = forms.ChoiceField(label=_("Who is asked"), choices=Side)
    before = CampaignField(Campaign.objects.none(), label=_("Before"), required=False, empty_label=_("Not made"))
    after = CampaignField(Campaign.objects.none(), label=_("After"), required=False, empty_label=_("Not made yet"))

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = MentoringForm.objects.all()
        sent = Campaign.objects.living().filter(programme=programme, is_anonymous=False)
        sent = sent.exclude(state=Campaign.State.DRAFT).order_by("opens_on", "pk")
        for name in ("before", "after"):
            self.fields[name].queryset = sent

    def clean(self):
        """A comparison needs two askings in the order of time."""
        data = super().clean()
        before, after = data.get("before"), data.get("after")
        if before and before == after:
            self.add_error("after", _("It is the same questionnaire: choose the one that was sent at the end."))
        elif before and after and after.opens_on < before.opens_on:
            self.add_error("after", _("It was sent earlier than the one before: exchange them."))
        elif not before and not after and not self.errors:
            self.add_error("before", _("Choose at least one questionnaire."))
        return data
