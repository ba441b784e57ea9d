"""The register of awards, the open rule for the best mentors, nominations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import pdf, ru, xlsx
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.common.pdf import PaperTooLong
from mentorship.common.table import Column, Table
from mentorship.people.models import Mentee
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.awards import AwardForm, AwardsFilterForm, FormulaForm, GiveForm, NominationForm, SetAsideForm
from ..formula import CRITERIA, settings_of, standings
from ..models import Award, Nomination, ThanksLetter
from ..panels import own_mentors
from ..services import awards as acts
from ..services import thanking

PER_PAGE = 50
FILES = {"pdf": (pdf.table_to_pdf, pdf.MIME), "xlsx": (xlsx.table_to_xlsx, xlsx.MIME)}


def awards_of(request):
    if request.programme is None:
        return Award.objects.none()
    rows = Award.objects.filter(programme=request.programme)
    return rows.select_related("person__school_class", "programme__school")


def award_or_404(request, award_id):
    return get_object_or_404(awards_of(request), public_id=award_id, deleted_at=None)


@require_safe
@requires("awards.view")
def awards(request):
    form = AwardsFilterForm(request.GET)
    rows = form.narrow(awards_of(request).filter(deleted_at=None))
    page = {
        "form": form,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "may_edit": request.access.can("awards.edit") and request.programme is not None,
        "may_see_nominations": request.access.can("nominations.view"),
    }
    return render(request, "recognition/awards.html", page)


@require_safe
@requires("awards.view")
def awards_file(request, extension):
    if extension not in FILES:
        raise Http404
    rows = AwardsFilterForm(request.GET).narrow(awards_of(request).filter(deleted_at=None))
    write, mime = FILES[extension]
    table = table_of(rows, request)
    try:
        return paper(write(table, landscape=True), mime, f"{table.title}.{extension}")
    except PaperTooLong as error:
        messages.error(request, str(error))
        return redirect("awards")


def table_of(rows, request):
    """The register as the office keeps it."""
    columns = [
        Column("№", 5, centred=True),
        Column("Дата", 10, centred=True),
        Column("Кто награждён", 28),
        Column("Награда", 20),
        Column("За что", 21),
        Column("Приказ", 16),
    ]
    lines = [
        [str(number), ru.short_date(one.day), one.person.full_name, one.get_kind_display(), one.reason, one.order]
        for number, one in enumerate(rows, 1)
    ]
    title = "Реестр награждений"
    return Table(title, columns, lines, subtitle=request.programme.title if request.programme else "")


@require_http_methods(["GET", "POST"])
@requires("awards.edit")
def award_give(request):
    """The same award for one or many mentors; the leaders of the open rule are ticked when the page is asked so."""
    if request.programme is None:
        raise Http404
    chosen = request.GET.getlist("mentor")
    award = Award(day=request.today)
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        instance=award,
        today=request.today,
        programme=request.programme,
        initial={"mentors": [int(one) for one in chosen if one.isdecimal()]},
    )
    if request.method == "POST" and form.is_valid():
        rows = acts.give(programme=request.programme, people=form.people, values=form.values, by=request.user)
        words = ngettext("%(n)d award is entered.", "%(n)d awards are entered.", len(rows)) % {"n": len(rows)}
        messages.success(request, words if rows else _("All of them have this award already."))
        return redirect("awards")
    return render(request, "recognition/award_give.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@requires("awards.view")
def award(request, award_id):
    row = award_or_404(request, award_id)
    may_edit = request.access.can("awards.edit")
    page = {
        "award": row,
        "may_edit": may_edit,
        "letters": ThanksLetter.objects.filter(award=row).select_related("person") if may_edit else (),
        "readers": thanking.readers_of(row, request.today) if may_edit else (),
        "words": thanking.words_of(row) if may_edit else "",
    }
    return render(request, "recognition/award.html", page)


@require_http_methods(["GET", "POST"])
@requires("awards.edit")
def award_edit(request, award_id):
    row = award_or_404(request, award_id)
    return edit_page(
        request,
        form=AwardForm(request.POST or None, instance=row, today=request.today),
        save=lambda form: acts.edit(
            row=award_or_404(request, award_id),
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=row.get_absolute_url(),
        message=_("The award is saved."),
        template="recognition/award_edit.html",
        page={"award": row},
    )


@require_POST
@requires("awards.edit")
def award_delete(request, award_id):
    row = award_or_404(request, award_id)
    acts.throw_away(row=row, by=request.user)
    undo = reverse("award_restore", args=[row.public_id])
    messages.success(request, _("The award is thrown away."), extra_tags=f"undo:{undo}")
    return redirect("awards")


@require_POST
@requires("awards.edit")
def award_restore(request, award_id):
    row = get_object_or_404(awards_of(request), public_id=award_id)
    acts.restore(row=row, by=request.user)
    return redirect("awards")


@require_POST
@requires("awards.edit")
def award_thank(request, award_id):
    """Send the thanks by mail; the page has shown the letter and who gets it."""
    row = award_or_404(request, award_id)
    sent = thanking.send(award=row, day=request.today, by=request.user)
    if sent:
        messages.success(request, _("The letter goes to the mail: %(count)d.") % {"count": sent})
    else:
        messages.warning(request, _("Nobody is left to write to: no address, or the letter went already."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
@requires("formula.view")
def formula(request):
    """The rule for everybody; leaders also see the standings in parts, the coordinator changes the weights."""
    if request.programme is None:
        raise Http404
    rule = settings_of(request.programme)
    may_edit = request.access.can("formula.edit") and not rule.frozen_on
    form = FormulaForm(request.POST if request.method == "POST" else None, rule=rule) if may_edit else None
    if request.method == "POST":
        if not may_edit:
            return refused(request, rule)
        if form.is_valid() and did_save(request, form):
            return redirect("formula")
    page = {
        "rule": rule,
        "criteria": [(one, rule.weights.get(one.key, 0)) for one in CRITERIA],
        "form": form,
        "may_give": request.access.can("awards.edit"),
    }
    if request.access.can("awards.edit"):
        found = standings(request.programme, rule)
        page["page_obj"] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        page["lines"] = [(one, [one.shares[criterion.key] for criterion in CRITERIA]) for one in page["page_obj"]]
    return render(request, "recognition/formula.html", page, status=422 if form is not None and form.errors else 200)


def refused(request, rule):
    words = (
        _("The rule is fixed: it does not change in this programme any more.")
        if rule.frozen_on and request.access.can("formula.edit")
        else _("The coordinator changes the rule.")
    )
    messages.error(request, words)
    return redirect("formula")


def did_save(request, form):
    data = form.cleaned_data
    try:
        acts.save_formula(
            programme=request.programme,
            version=data["version"],
            weights=form.weights,
            least_meetings=data["least_meetings"],
            by=request.user,
        )
    except EditConflict as conflict:
        form.add_error(None, _("Somebody has changed the rule in the meantime: look at yours and save once more."))
        form.data = form.data.copy()
        form.data["version"] = str(conflict.theirs.version)
        return False
    except RuleBroken as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The rule is saved: everybody of the programme can read it."))
    return True


@require_POST
@requires("formula.edit")
def formula_freeze(request):
    if request.programme is None:
        raise Http404
    rule = settings_of(request.programme)
    acts.freeze_formula(programme=request.programme, rule=rule, day=request.today, by=request.user)
    messages.success(request, _("The rule is fixed from today on."))
    return redirect("formula")


@require_safe
@requires("nominations.view")
def nominations(request):
    rows = Nomination.objects.filter(programme=request.programme) if request.programme else Nomination.objects.none()
    rows = rows.select_related("mentor__person", "mentee__person__school_class")
    page = {"page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "recognition/nominations.html", page)


@require_http_methods(["GET", "POST"])
@requires("nominations.view")
def nomination_set_aside(request, nomination_id):
    row = get_object_or_404(Nomination, public_id=nomination_id, programme=request.programme)
    form = SetAsideForm(request.POST or None, initial={"reason": row.set_aside})
    if request.method == "POST" and form.is_valid():
        acts.set_aside(row=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The nomination is saved."))
        return redirect("nominations")
    page = {"form": form, "nomination": row}
    return render(request, "recognition/nomination.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("nominations.make", own=True)
def nominate(request, mentor_id):
    """A mentee thanks the own mentor in own words; only of own mentors, others are not there."""
    if request.programme is None:
        raise Http404
    mentor = get_object_or_404(own_mentors(request), public_id=mentor_id)
    mentee = get_object_or_404(Mentee.objects.of(request.programme), person__user=request.user)
    row = Nomination.objects.filter(mentor=mentor, mentee=mentee).first()
    form = NominationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        acts.nominate(mentee=mentee, mentor=mentor, **form.cleaned_data)
        messages.success(request, _("Thank you: your words are with the coordinator."))
        return redirect("pairs_mine")
    page = {"form": form, "mentor": mentor}
    return render(request, "recognition/nominate.html", page, status=422 if form.errors else 200)
