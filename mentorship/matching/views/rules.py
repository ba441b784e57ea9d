"""What counts in the matching: the general rules and those of each form of mentoring."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict
from mentorship.programmes.access import requires
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.views.editing import conflict_page

from ..forms.rules import POLICIES, PRESET_TITLES, RulesForm, heaviest, presets, with_preset
from ..gathering import preset_of, rules_from
from ..models import MatchingRules
from ..rules import PRESETS, Rules
from ..services import rules as services

UNDO = "matching_rules_undo"
GENERAL = 0
"""Stands in the address for the rules of no form."""


def form_for(mentoring_form_pk):
    """The form of mentoring of an address; None for the general rules."""
    return get_object_or_404(MentoringForm, pk=mentoring_form_pk) if mentoring_form_pk != GENERAL else None


def address_of(form):
    return reverse("matching_rules_edit", args=[form.pk if form else GENERAL])


@require_safe
@requires("matching.view")
def matching_rules(request):
    """Which rules hold for which form of mentoring, in one line each."""
    stored = {row.form_id: row for row in MatchingRules.objects.filter(school=request.school)}
    forms = list(request.programme.forms.all() if request.programme else MentoringForm.objects.all())
    lines = [line_of(form, stored) for form in [None, *forms]]
    page = {"lines": lines, "may_edit": request.access.can("matching.edit")}
    return render(request, "matching/rules_index.html", page)


def line_of(form, stored):
    own = stored.get(form.pk if form else None)
    row = own or stored.get(None)
    rules = rules_from(row) if row else Rules(weights=PRESETS[preset_of(form)])
    return {
        "title": services.title_of(form),
        "address": address_of(form),
        "is_own": own is not None,
        "preset": "" if row else PRESET_TITLES[preset_of(form)],
        "heaviest": heaviest(rules.weights, 4),
        "policy": dict(POLICIES)[rules.policy],
    }


@require_http_methods(["GET", "POST"])
@requires("matching.edit")
def matching_rules_edit(request, mentoring_form_pk):
    """The rules of one form; a press on a preset saves everything that stands in the form with its weights."""
    mentoring_form = form_for(mentoring_form_pk)
    row = services.rules_row(request.school, mentoring_form)
    data = request.POST if request.method == "POST" else None
    if data and data.get("preset") in PRESETS:
        data = with_preset(data, data["preset"])
    form = RulesForm(data, instance=row)
    done = address_of(mentoring_form)
    if data is not None and form.is_valid():
        if not set(form.changed_data) - {"version"}:
            messages.info(request, _("Nothing was changed: these rules hold already."))
            return redirect(done)
        try:
            saved = save(request, form, mentoring_form)
        except EditConflict as conflict:
            return conflict_page(request, form=form, theirs=conflict.theirs, back=done)
        remember(request, mentoring_form, before=stored_of(row), version=saved.version)
        words = _("“%(title)s”: the rules are saved. They hold for the next draft.")
        undo = f"undo:{reverse('matching_rules_undo')}"
        messages.success(request, words % {"title": services.title_of(mentoring_form)}, extra_tags=undo)
        return redirect(done)
    page = {
        "form": form,
        "title": services.title_of(mentoring_form),
        "mentoring_form": mentoring_form,
        "is_stored": bool(row.pk),
        "presets": presets(preset_of(mentoring_form)),
        "address": done,
        "address_of_reset": reverse("matching_rules_reset", args=[mentoring_form_pk]),
    }
    return render(request, "matching/rules.html", page, status=422 if form.errors else 200)


def save(request, form, mentoring_form):
    return services.save_rules(
        school=request.school,
        form=mentoring_form,
        version=form.seen_version,
        weights=form.weights,
        settings=form.settings,
        words=form.changes_in_words,
        by=request.user,
    )


def stored_of(row):
    """What an undo puts back; None where nothing was stored."""
    return {"weights": row.weights, "settings": row.settings} if row.pk else None


def remember(request, form, *, before, version):
    request.session[UNDO] = {"form": form.pk if form else GENERAL, "before": before, "version": version}


@require_POST
@requires("matching.edit")
def matching_rules_reset(request, mentoring_form_pk):
    """Back to the usual rules; one press takes it back."""
    form = form_for(mentoring_form_pk)
    before = services.reset_rules(school=request.school, form=form, by=request.user)
    if before is None:
        messages.info(request, _("These are the usual rules already."))
        return redirect(address_of(form))
    remember(request, form, before=before, version=0)
    words = _("“%(title)s”: the usual rules hold again.") % {"title": services.title_of(form)}
    messages.success(request, words, extra_tags=f"undo:{reverse('matching_rules_undo')}")
    return redirect(address_of(form))


@require_POST
@requires("matching.edit")
def matching_rules_undo(request):
    """The rules as they were before the last save or reset of this person, if nobody has changed them since."""
    last = request.session.pop(UNDO, None)
    if last is None:
        messages.error(request, _("There is nothing to take back."))
        return redirect("matching_rules")
    form = form_for(last["form"])
    row = services.rules_row(request.school, form)
    if row.version != last["version"]:
        messages.error(request, _("Somebody has changed the rules since: nothing was taken back."))
    elif last["before"] is None:
        services.reset_rules(school=request.school, form=form, by=request.user)
        messages.success(request, _("The rules are as they were."))
    else:
        before = last["before"]
        services.save_rules(school=request.school, form=form, version=row.version, words={}, by=request.user, **before)
        messages.success(request, _("The rules are as they were."))
    return redirect(address_of(form))
