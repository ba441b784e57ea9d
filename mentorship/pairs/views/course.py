"""The course of a pair: both sides agree, it begins, it pauses and goes on; what the next mentor has to know."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import docx, pdf
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires

from ..annex import with_people
from ..forms.folder import HandoverForm, PauseForm
from ..models import Pairing
from ..papers.handover import TITLE, handover_paper, handover_to_docx, handover_to_pdf
from ..services import folder
from ..services import states as services
from ..services.pairing import name_of
from .card import pair_for
from .hand import act, form_of

FILES = {"pdf": (pdf.MIME, handover_to_pdf), "docx": (docx.MIME, handover_to_docx)}


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_pause(request, pairing_id):
    pair = pair_for(request, pairing_id)

    def do(data):
        services.pause(
            pairing=pair,
            version=data["version"],
            day=data["day"],
            resumes_on=data["resumes_on"],
            reason=data["reason"],
            by=request.user,
        )
        return pair, _("%(pair)s: the pair is paused.") % {"pair": name_of(pair)}

    return act(request, pair, form_of(request, pair, PauseForm), do, "pairs/pause.html")


def press(request, pair, do, words):
    """One act by one button; what cannot be done now is said."""
    try:
        do()
    except (RuleBroken, EditConflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words % {"pair": name_of(pair)})
    return redirect(pair)


@require_POST
@requires("pairs.edit")
def pairing_resume(request, pairing_id):
    pair = pair_for(request, pairing_id)

    def do():
        services.resume(pairing=pair, version=pair.version, day=request.today, by=request.user)

    return press(request, pair, do, _("%(pair)s: the pair goes on."))


@require_POST
@requires("pairs.edit")
def pairing_agree(request, pairing_id):
    pair = pair_for(request, pairing_id)

    def do():
        services.agree(pairing=pair, version=pair.version, day=request.today, by=request.user)

    return press(request, pair, do, _("%(pair)s: both sides have agreed."))


@require_POST
@requires("pairs.edit")
def pairing_begin(request, pairing_id):
    """At work before the first meeting is written down: some schools write later."""
    pair = pair_for(request, pairing_id)

    def do():
        if not services.begin(pair, day=request.today, by=request.user):
            raise RuleBroken(_("This cannot be done now."))

    return press(request, pair, do, _("%(pair)s: the pair is at work."))


def before_of(pair):
    """The pair that was handed over: the one that this pair replaces, or this one when its mentor was changed."""
    return pair.replaces or pair


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_handover(request, pairing_id):
    """What the old mentor leaves; the act is printed from it and from what was written down."""
    pair = pair_for(request, pairing_id)
    old = before_of(pair)
    data = request.POST if request.method == "POST" else None
    form = HandoverForm(data, initial={"version": old.version, "handover": old.handover})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            folder.write_handover(
                pairing=old, version=cleaned["version"], handover=cleaned["handover"], by=request.user
            )
        except EditConflict as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["version"] = error.theirs.version
        else:
            messages.success(request, _("The handover is saved."))
            return redirect(pair)
    return render(request, "pairs/handover.html", {"form": form, "pair": pair}, status=422 if form.errors else 200)


@require_safe
@requires("pairs.view")
def pairing_handover_file(request, pairing_id, extension):
    """The act of handing the mentees over, as a PDF or a DOCX."""
    pair = pair_for(request, pairing_id)
    old = with_people(Pairing.objects.filter(pk=before_of(pair).pk)).select_related("programme").get()
    new = with_people(Pairing.objects.filter(replaces=old)).first()
    if extension not in FILES:
        return redirect(pair)
    mime, write = FILES[extension]
    content = write(handover_paper(old, new, school=request.school, day=request.today))
    return paper(content, mime, f"{TITLE}.{extension}")
