"""Portfolios of mentors: the list, one portfolio, its confirmation, its papers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.mentor_reports import NewPortfolioForm, PortfolioForm, PortfoliosFilterForm, people_who_mentor
from ..papers.reports import (
    FILES,
    file_of,
    portfolio_lines,
    portfolio_paper,
    portfolio_table,
    portfolio_words,
    term_words,
)
from ..portfolio import facts_of, portfolios_of
from ..services import portfolios as services
from .mentor_reports import acted

PER_PAGE = 30


def portfolio_to(request, action, portfolio_id):
    """The portfolio, if it is the person's own or the person may do this with every one; else 404."""
    rows = portfolios_of(request).select_related("school", "person__school_class", "confirmed_by")
    row = get_object_or_404(rows, public_id=portfolio_id)
    if not request.access.can(action) and row.person.user_id != request.user.pk:
        raise Http404
    return row


@require_safe
@requires("portfolio.view", own=True)
def portfolios(request):
    form = PortfoliosFilterForm(request.GET)
    rows = form.narrow(portfolios_of(request)).select_related("person__school_class")
    page = Paginator(rows.order_by("-ends_on", "person__name_key", "-pk"), PER_PAGE)
    context = {
        "page_obj": page.get_page(request.GET.get("page")),
        "form": form,
        "is_narrowed": form.is_narrowed,
        "may_make": request.access.can("portfolio.edit", own=True),
    }
    return render(request, "pairs/portfolios.html", context)


@require_http_methods(["GET", "POST"])
@requires("portfolio.edit", own=True)
def portfolio_new(request):
    """Whose and for which days; a mentor makes the own one."""
    people = people_who_mentor()
    if not request.access.can("portfolio.edit"):
        people = people.filter(user=request.user)
    first = request.programme.starts_on if request.programme else request.today
    initial = {"starts_on": min(first, request.today), "ends_on": request.today}
    if len(people[:2]) == 1:
        initial["person"] = people[0].public_id
    data = request.POST if request.method == "POST" else None
    form = NewPortfolioForm(data, people=people, today=request.today, initial=initial)
    if request.method == "POST" and form.is_valid():
        return redirect(services.begin(by=request.user, **form.cleaned_data))
    return render(request, "pairs/portfolio_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@requires("portfolio.view", own=True)
def portfolio(request, portfolio_id):
    row = portfolio_to(request, "portfolio.view", portfolio_id)
    facts = facts_of(row)
    is_own = row.person.user_id == request.user.pk
    may_write = request.access.can("portfolio.edit") or (is_own and request.access.can("portfolio.edit", own=True))
    may_confirm = request.access.can("portfolio.confirm")
    context = {
        "portfolio": row,
        "term": term_words(row),
        "lines": list(portfolio_lines(row, facts)),
        "words": portfolio_words(row),
        "table": portfolio_table(facts),
        "may_write": may_write and not row.confirmed_on,
        "may_confirm": may_confirm and not row.confirmed_on,
        "may_reopen": may_confirm and row.confirmed_on,
    }
    return render(request, "pairs/portfolio.html", context)


@require_http_methods(["GET", "POST"])
@requires("portfolio.edit", own=True)
def portfolio_edit(request, portfolio_id):
    row = portfolio_to(request, "portfolio.edit", portfolio_id)
    if row.confirmed_on:
        messages.error(request, _("The portfolio is confirmed: first the confirmation has to be taken back."))
        return redirect(row)
    form = PortfolioForm(request.POST if request.method == "POST" else None, instance=row, today=request.today)

    def save(form):
        services.edit(
            portfolio=row, version=form.seen_version, changes=form.changes, words=form.changes_in_words, by=request.user
        )

    return edit_page(
        request,
        form=form,
        save=save,
        done=row.get_absolute_url(),
        message=_("The portfolio is saved."),
        template="pairs/portfolio_edit.html",
        page={"portfolio": row},
    )


@require_POST
@requires("portfolio.confirm")
def portfolio_confirm(request, portfolio_id):
    row = portfolio_to(request, "portfolio.confirm", portfolio_id)
    return acted(
        request,
        row,
        lambda version: services.confirm(portfolio=row, version=version, day=request.today, by=request.user),
        _("The portfolio is confirmed; its figures stay as they are."),
        undo="portfolio_reopen",
    )


@require_POST
@requires("portfolio.confirm")
def portfolio_reopen(request, portfolio_id):
    row = portfolio_to(request, "portfolio.confirm", portfolio_id)
    return acted(
        request,
        row,
        lambda version: services.reopen(portfolio=row, version=version, by=request.user),
        _("The confirmation is taken back."),
    )


@require_POST
@requires("portfolio.edit", own=True)
def portfolio_delete(request, portfolio_id):
    row = portfolio_to(request, "portfolio.edit", portfolio_id)
    try:
        services.delete(portfolio=row, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(row)
    messages.success(request, _("The portfolio is deleted."))
    return redirect("portfolios")


@require_safe
@requires("portfolio.view", own=True)
def portfolio_file(request, portfolio_id, extension):
    row = portfolio_to(request, "portfolio.view", portfolio_id)
    if extension not in FILES:
        raise Http404
    made = portfolio_paper(row, school=row.school)
    content, mime = file_of(made, extension)
    return paper(content, mime, f"{made.title}.{extension}")
