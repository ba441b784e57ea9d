"""Many sheets at once, by a workbook: download, fill, look at what was understood, take in, take back."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import clock, xlsx
from mentorship.common.errors import RuleBroken
from mentorship.common.reading import Unreadable
from mentorship.programmes.access import requires

from .. import sheets_file, who
from ..files import paper
from ..models import Invitation, PaperBatch
from ..own import own_groups
from ..progress import named
from ..services import sheets
from .entry import RIGHT, open_for_papers

MAX_BYTES = 5 * 1024 * 1024
REMARKS_SHOWN = 50


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Filled workbook"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file must be smaller than 5 MB. Divide it by classes."))
        return file


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def entry_file(request, public_id):
    campaign = open_for_papers(request, public_id)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            found = sheets_file.read_workbook(campaign, own_groups(request, RIGHT), data, file.name)
            return looked_at(request, campaign, found, sheets.digest_of(found.rows))
        except Unreadable as error:
            form.add_error("file", str(error))
    batches = PaperBatch.objects.filter(campaign=campaign, confirmed_at__isnull=False).select_related("made_by")[:20]
    context = {"campaign": campaign, "form": form, "batches": batches}
    return render(request, "surveys/entry_file.html", context, status=422 if form.errors else 200)


def looked_at(request, campaign, found, digest):
    """The dry run: what will be taken, what not and why."""
    batch = None
    before = sheets.taken_before(campaign, digest) if found.rows else None
    if found.rows and not before:
        batch = sheets.keep_batch(campaign, rows=found.rows, digest=digest, by=request.user, day=request.today)
    tickets = Invitation.objects.filter(pk__in=[row["ticket"] for row in found.rows if row["ticket"]])
    context = {
        "campaign": campaign,
        "found": found,
        "batch": batch,
        "before": before,
        "names": [] if campaign.is_anonymous else [name for _ticket, name in named(tickets.select_related("user"))],
        "remarks": found.remarks[:REMARKS_SHOWN],
        "more_remarks": max(0, len(found.remarks) - REMARKS_SHOWN),
    }
    return render(request, "surveys/entry_file_check.html", context, status=200 if batch else 422)


@require_safe
@requires(RIGHT, own=True)
def entry_workbook(request, public_id):
    """The empty workbook, with codes and names of those who have not answered."""
    campaign = open_for_papers(request, public_id)
    tickets = [one for one, _name in who.waiting(campaign, own_groups(request, RIGHT))]
    content = sheets_file.workbook_of(campaign, tickets)
    return paper(content, xlsx.MIME, f"{_('Answers')} — {campaign.title[:80]}.xlsx")


def own_batch(request, campaign, batch_id):
    return get_object_or_404(PaperBatch.objects.filter(campaign=campaign, made_by=request.user), public_id=batch_id)


@require_POST
@requires(RIGHT, own=True)
def batch(request, public_id, batch_id):
    """«Внести»: what was looked at is written as a whole."""
    campaign = open_for_papers(request, public_id)
    row = own_batch(request, campaign, batch_id)
    try:
        written, known = sheets.confirm_batch(row, by=request.user, day=request.today, now=clock.now())
    except RuleBroken as error:
        messages.warning(request, str(error))
        return redirect("campaign_entry_file", campaign.public_id)
    words = ngettext("%(count)d sheet is taken in.", "%(count)d sheets are taken in.", written) % {"count": written}
    back = "" if campaign.is_anonymous else f"undo:{reverse('campaign_batch_undo', args=[public_id, batch_id])}"
    messages.success(request, words, extra_tags=back)
    if known:
        words = ngettext("%(count)d was there already.", "%(count)d were there already.", known)
        messages.info(request, words % {"count": known})
    return redirect("campaign_entry_file", campaign.public_id)


@require_POST
@requires(RIGHT, own=True)
def undo(request, public_id, batch_id):
    campaign = open_for_papers(request, public_id)
    try:
        count = sheets.undo_batch(own_batch(request, campaign, batch_id), by=request.user, now=clock.now())
        words = ngettext("%(count)d sheet is taken back.", "%(count)d sheets are taken back.", count)
        messages.success(request, words % {"count": count})
    except RuleBroken as error:
        messages.warning(request, str(error))
    return redirect("campaign_entry_file", campaign.public_id)
