"""What lies in a pair's folder: substitutes, terms of paid mentoring, documents and materials."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.people.views.files import stored
from mentorship.programmes.access import requires
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.views.editing import edit_page

from ..annex import mentees_of
from ..forms.folder import FileForm, PaidForm, SubstituteForm
from ..models import LIVING, PaidTerms, PairFile, Substitution
from ..services import folder as services
from ..visibility import may
from .card import pair_for
from .meetings import pair_to

Kind = PairFile.Kind


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def substitute_new(request, pairing_id):
    pair = pair_for(request, pairing_id)
    data = request.POST if request.method == "POST" else None
    form = SubstituteForm(data, pairing=pair, mentees=mentees_of(pair), today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.substitute(pairing=pair, by=request.user, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(mentor)s stands in.") % {"mentor": row.mentor.person})
            return redirect(pair)
    return render(request, "pairs/substitute.html", {"form": form, "pair": pair}, status=422 if form.errors else 200)


@require_POST
@requires("pairs.edit")
def substitute_end(request, substitution_id):
    rows = Substitution.objects.filter(deleted_at=None, pairing__programme=request.programme)
    row = get_object_or_404(rows.select_related("pairing__mentor__person", "mentor__person"), public_id=substitution_id)
    services.take_back(substitution=row, day=request.today, by=request.user)
    messages.success(request, _("The mentor of the pair is back."))
    return redirect(row.pairing)


@require_http_methods(["GET", "POST"])
@requires("pairs.pay")
def pair_paid(request, pairing_id):
    """Terms of article 351.8, of pairs of employees only; the page says when an early end takes effect."""
    pair = pair_for(request, pairing_id)
    if not services.may_be_paid(pair, mentees_of(pair)):
        raise Http404
    row = PaidTerms.objects.filter(pairing=pair).first() or PaidTerms(school=request.school, pairing=pair)
    form = PaidForm(request.POST if request.method == "POST" else None, instance=row, today=request.today)

    def save(form):
        services.save_paid_terms(pairing=pair, seen=form.seen_version, changes=form.changes, by=request.user)

    page = {"pair": pair, "earliest": earliest(request, row)}
    return edit_page(
        request,
        form=form,
        save=save,
        done=pair.get_absolute_url(),
        message=_("The terms are saved."),
        template="pairs/paid.html",
        page=page,
    )


def earliest(request, terms):
    """The first day on which the pair may end after its notice, or None."""
    if not terms.notice_on:
        return None
    return services.earliest_end(terms.notice_on, WorkingCalendar.of(request.school, terms.notice_on))


def kinds_for(request, pair):
    """What the person may add: documents the coordinator, materials the mentor too."""
    if request.access.can("pairs.edit"):
        return [Kind.AGREEMENT, Kind.CONSENT, Kind.HANDOVER, Kind.OTHER, Kind.MATERIAL]
    return [Kind.MATERIAL] if may(request, "meetings.edit", pair) else []


@require_http_methods(["GET", "POST"])
@requires("meetings.edit", own=True)
def pair_file_new(request, pairing_id):
    pair = pair_to(request, "meetings.edit", pairing_id)
    kinds = kinds_for(request, pair)
    if pair.state not in LIVING and kinds == [Kind.MATERIAL]:
        messages.error(request, _("This pair has ended."))
        return redirect(pair)
    data = request.POST if request.method == "POST" else None
    form = FileForm(data, request.FILES or None, kinds=kinds, today=request.today)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data.get(name) for name in ("kind", "title", "url", "day")}
        values["number"] = form.cleaned_data.get("number") or ""
        row = services.add_file(
            pairing=pair,
            values=values,
            upload=form.cleaned_data["file"],
            upload_kind=form.upload_kind,
            by=request.user,
        )
        messages.success(request, _("“%(title)s” is added.") % {"title": row.title})
        return redirect(pair)
    return render(request, "pairs/file_new.html", {"form": form, "pair": pair}, status=422 if form.errors else 200)


def file_to(request, pair_file_id, *, in_bin=False):
    """The file, if the person may see it: materials are of both sides of the pair, documents of the staff."""
    rows = PairFile.objects.filter(pairing__deleted_at=None, pairing__programme=request.programme)
    rows = rows.exclude(deleted_at=None) if in_bin else rows.filter(deleted_at=None)
    row = get_object_or_404(rows.select_related("pairing__mentor__person"), public_id=pair_file_id)
    sees = request.access.can("pairs.view")
    if not sees and not (row.kind == Kind.MATERIAL and may(request, "meetings.view", row.pairing)):
        raise Http404
    return row


@require_safe
@requires("meetings.view", own=True)
def pair_file(request, pair_file_id):
    row = file_to(request, pair_file_id)
    if row.url:
        return redirect(row.url)
    if not row.file:
        raise Http404
    return stored(row.file, row.file_name, row.content_type)


def may_change(request, row):
    """The coordinator all of them, a mentor the materials that she has brought herself."""
    if request.access.can("pairs.edit"):
        return True
    is_own = row.kind == Kind.MATERIAL and row.added_by_id == request.user.pk
    return is_own and may(request, "meetings.edit", row.pairing)


@require_POST
@requires("meetings.edit", own=True)
def pair_file_delete(request, pair_file_id):
    row = file_to(request, pair_file_id)
    if not may_change(request, row):
        raise Http404
    services.remove_file(row=row, by=request.user)
    undo = reverse("pair_file_restore", args=[row.public_id])
    messages.success(request, _("“%(title)s” is thrown away.") % {"title": row.title}, extra_tags=f"undo:{undo}")
    return redirect(row.pairing)


@require_POST
@requires("meetings.edit", own=True)
def pair_file_restore(request, pair_file_id):
    row = file_to(request, pair_file_id, in_bin=True)
    if not may_change(request, row):
        raise Http404
    services.restore_file(row=row, by=request.user)
    return redirect(row.pairing)
