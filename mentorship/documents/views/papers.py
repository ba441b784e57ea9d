"""Papers of the programme: the list, making, correcting, signing, files, the bin."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.common.pdf import PaperTooLong
from mentorship.pairs.services.orders import NumberTaken
from mentorship.people.views.files import paper as answer
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.papers import MakeForm, PaperForm, PapersFilterForm, SignPaperForm
from ..kinds import KINDS
from ..models import Paper
from ..printing import FILES
from ..services import journal
from ..services import papers as acts
from ..sheets import sheets_of

PER_PAGE = 50


def papers_of(request):
    if request.programme is None:
        return Paper.objects.none()
    return Paper.objects.filter(programme=request.programme).select_related("programme__school", "created_by")


def paper_or_404(request, paper_id):
    return get_object_or_404(papers_of(request), public_id=paper_id, deleted_at=None)


@require_safe
@requires("papers.view")
def papers(request):
    form = PapersFilterForm(request.GET)
    rows = form.narrow(papers_of(request).filter(deleted_at=None))
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for one in page_obj:
        one.kind = KINDS[one.code]
    page = {
        "form": form,
        "page_obj": page_obj,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "may_edit": request.access.can("papers.edit") and request.programme is not None,
        "may_change_texts": request.access.can("papers.templates"),
        "may_number": request.access.can("orders.number"),
    }
    return render(request, "documents/papers.html", page)


@require_safe
@requires("papers.edit")
def paper_kinds(request):
    """Which paper is to be made."""
    return render(request, "documents/paper_kinds.html", {"kinds": KINDS.values()})


@require_http_methods(["GET", "POST"])
@requires("papers.edit")
def paper_new(request, code):
    if code not in KINDS or request.programme is None:
        raise Http404
    kind = KINDS[code]
    form = MakeForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        programme=request.programme,
        today=request.today,
        initial={name: request.GET[name] for name in ("pairing", "person") if name in request.GET},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.make(code=code, programme=request.programme, by=request.user, **form.values)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(title)s” is made: look it through and print it.") % {"title": kind.title})
            return redirect(made)
    return render(request, "documents/paper_new.html", {"form": form, "kind": kind}, status=422 if form.errors else 200)


@require_safe
@requires("papers.view")
def paper(request, paper_id):
    row = paper_or_404(request, paper_id)
    page = {
        "paper": row,
        "kind": KINDS[row.code],
        "sheets": sheets_of(row),
        "is_draft": row.state == Paper.State.DRAFT,
        "may_edit": request.access.can("papers.edit"),
        "may_sign": request.access.can("orders.number"),
    }
    return render(request, "documents/paper.html", page)


@require_safe
@requires("papers.view")
def paper_file(request, paper_id, extension):
    row = paper_or_404(request, paper_id)
    if extension not in FILES:
        raise Http404
    write, mime = FILES[extension]
    try:
        return answer(write(row), mime, f"{KINDS[row.code].title}.{extension}")
    except PaperTooLong as error:
        messages.error(request, str(error))
        return redirect(row)


@require_http_methods(["GET", "POST"])
@requires("papers.edit")
def paper_edit(request, paper_id):
    row = paper_or_404(request, paper_id)
    if row.state == Paper.State.SIGNED:
        messages.error(request, _("The paper is signed: nothing in it changes any more."))
        return redirect(row)
    return edit_page(
        request,
        form=PaperForm(request.POST or None, instance=row, today=request.today),
        save=lambda form: acts.edit(
            paper=paper_or_404(request, paper_id),
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=row.get_absolute_url(),
        message=_("The paper is saved."),
        template="documents/paper_edit.html",
        page={"paper": row, "kind": KINDS[row.code]},
    )


@require_http_methods(["GET", "POST"])
@requires("orders.number")
def paper_sign(request, paper_id):
    """What the pen has written: the number and the day."""
    row = paper_or_404(request, paper_id)
    if row.state == Paper.State.SIGNED:
        return redirect(row)
    kind = KINDS[row.code]
    number = journal.next_number(request.school, request.today.year) if kind.is_order else ""
    form = SignPaperForm(request.POST or None, paper=row, today=request.today, number=number)
    page = {"form": form, "paper": row, "kind": kind}
    if request.method == "POST" and form.is_valid():
        try:
            acts.sign(paper=row, by=request.user, **form.cleaned_data)
        except EditConflict:
            form.add_error(None, _("Somebody has changed the paper in the meantime: look at it once more."))
            form.data = form.data.copy()
            form.data["version"] = str(Paper.objects.get(pk=row.pk).version)
        except RuleBroken as error:
            form.add_error("number", str(error))
            page["taken"] = error if isinstance(error, NumberTaken) else None
        else:
            messages.success(request, _("“%(title)s” is signed.") % {"title": kind.title})
            return redirect(row)
    return render(request, "documents/paper_sign.html", page, status=422 if form.errors else 200)


@require_POST
@requires("papers.edit")
def paper_delete(request, paper_id):
    row = paper_or_404(request, paper_id)
    try:
        acts.throw_away(paper=row, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(row)
    words = _("“%(title)s” is thrown away.") % {"title": KINDS[row.code].title}
    messages.success(request, words, extra_tags=f"undo:{reverse('paper_restore', args=[row.public_id])}")
    return redirect("papers")


@require_POST
@requires("papers.edit")
def paper_restore(request, paper_id):
    row = get_object_or_404(papers_of(request), public_id=paper_id)
    acts.restore(paper=row, by=request.user)
    return redirect(row)
