"""Orders on pairs: the list, the page, the papers, the signature."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.common import docx, pdf
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.filters import OrdersFilterForm
from ..forms.orders import OrderForm, SignForm
from ..models import PairOrder
from ..papers.order import ACKNOWLEDGED, order_to_pdf, paper_of, sheet_to_pdf
from ..papers.order_docx import order_to_docx
from ..services import orders as services
from ..services.history import waiting

PER_PAGE = 50
LINES_PER_PAGE = 50
FILES = {"pdf": (order_to_pdf, pdf.MIME), "docx": (order_to_docx, docx.MIME)}
SIGNS = "matching.approve"


def orders_of(request):
    rows = PairOrder.objects.filter(programme=request.programme) if request.programme else PairOrder.objects.none()
    return rows.select_related("programme__coordinator__user", "approved_by")


def order_for(request, order_id):
    return get_object_or_404(orders_of(request), public_id=order_id)


@require_safe
@requires("orders.view")
def pair_orders(request):
    form = OrdersFilterForm(request.GET)
    page = Paginator(form.narrow(orders_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "waiting": waiting(request.programme).count() if request.programme else 0,
    }
    return render(request, "pairs/orders.html", context)


@require_safe
@requires("orders.view")
def pair_order(request, order_id):
    order = order_for(request, order_id)
    sheets = paper_of(order, school=request.school)
    lines = [(annex, row) for annex in sheets.annexes for row in annex.table.rows]
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "order": order,
        "paper": sheets,
        "page_obj": page,
        "annexes": by_annex(page),
        "may_sign": request.access.can(SIGNS) and not order.is_signed,
    }
    return render(request, "pairs/order.html", context)


def by_annex(page):
    """The rows of a page under their annexes."""
    found = {}
    for annex, row in page:
        found.setdefault(annex.label, {"annex": annex, "rows": []})["rows"].append(row)
    return list(found.values())


@require_safe
@requires("orders.view")
def pair_order_file(request, order_id, extension):
    if extension not in FILES:
        raise Http404
    make, mime = FILES[extension]
    sheets = paper_of(order_for(request, order_id), school=request.school)
    return paper(make(sheets), mime, f"{sheets.file_title}.{extension}")


@require_safe
@requires("orders.view")
def pair_order_sheet(request, order_id):
    sheets = paper_of(order_for(request, order_id), school=request.school)
    return paper(sheet_to_pdf(sheets), pdf.MIME, f"{ACKNOWLEDGED}.pdf")


@require_http_methods(["GET", "POST"])
@requires(SIGNS)
def pair_order_edit(request, order_id):
    order = order_for(request, order_id)
    if order.is_signed:
        messages.error(request, _("The order is signed: nothing in it changes any more."))
        return redirect(order)
    form = OrderForm(request.POST if request.method == "POST" else None, instance=order)
    return edit_page(
        request,
        form=form,
        save=lambda form: services.edit_order(
            order=order,
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=order.get_absolute_url(),
        message=_("The text of the order is saved."),
        template="pairs/order_edit.html",
        page={"order": order},
    )


@require_http_methods(["GET", "POST"])
@requires(SIGNS)
def pair_order_sign(request, order_id):
    order = order_for(request, order_id)
    number = services.number_to_propose(request.school, request.today)
    form = SignForm(request.POST or None, order=order, today=request.today, number=number)
    if order.is_signed:
        messages.error(request, _("The order is signed already."))
        return redirect(order)
    page = {"form": form, "order": order}
    if request.method == "POST" and form.is_valid():
        try:
            order = services.sign(order=order, by=request.user, **form.cleaned_data)
        except (RuleBroken, EditConflict) as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["version"] = PairOrder.objects.values_list("version", flat=True).get(pk=order.pk)
            page["taken"] = error if isinstance(error, services.NumberTaken) else None
        else:
            messages.success(request, _("%(order)s is signed.") % {"order": services.name_of(order)})
            return redirect(order)
    return render(request, "pairs/order_sign.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(SIGNS)
def pair_order_new(request):
    """What waits for an order, and the button that collects it."""
    if request.programme is None:
        return redirect("pair_orders")
    if request.method == "POST":
        order = services.collect(programme=request.programme, day=request.today, by=request.user)
        if order is None:
            messages.error(request, _("Nothing waits for an order."))
            return redirect("pair_orders")
        messages.success(request, _("The order is made. Its text can be corrected until it is signed."))
        return redirect(order)
    events = waiting(request.programme).select_related("pairing__mentor__person", "mentee__person", "by")
    events = events.prefetch_related("pairing__places__mentee__person")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    for event in page:
        event.shown = [] if event.mentee else [one.mentee for one in event.pairing.places.all() if not one.left_on]
    return render(request, "pairs/order_new.html", {"page_obj": page})
