"""Which letters went to whom, what the mail server said, and sending again what did not go."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mentorship.common import xlsx
from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.queries import contains_in

from ..entries import entries_of
from ..forms.lists import DeliveryFilterForm
from ..health import health_of_reminders
from ..letters import Letter, letters_table
from ..models import Notification, Outcome, State
from ..models.notification import DIGEST
from ..services.resending import MAY_GO_AGAIN, send_again
from ..sources import kinds

LETTERS_A_PAGE = 50
DID_NOT_ARRIVE = (State.FAILED, State.RETRYING)


def letters_of(request):
    """The letters that the filters leave, and the filters."""
    form = DeliveryFilterForm(request.GET, codes=[DIGEST, *kinds()])
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    letters = Notification.objects.letters().select_related("recipient").defer("body_text", "body_html")
    for word in wanted.get("q", "").split():
        letters = letters.filter(
            contains_in(word, "recipient__surname", "recipient__given_name", "recipient__email", "address")
        )
    letters = letters.filter(**{name: wanted[name] for name in ("state", "kind") if name in wanted})
    if "since" in wanted:
        letters = letters.filter(created_at__gte=request.school.start_of(wanted["since"]))
    if "until" in wanted:
        letters = letters.filter(created_at__lt=request.school.end_of(wanted["until"]))
    if "trouble" in wanted:
        letters = letters.filter(state__in=DID_NOT_ARRIVE)
    if "double" in wanted:
        letters = letters.filter(may_be_double=True)
    return letters, form, bool(wanted)


@require_GET
@requires("log.view")
def delivery(request):
    letters, form, is_filtered = letters_of(request)
    page_obj = Paginator(letters, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "form": form,
        "page_obj": page_obj,
        "letters": [Letter(row) for row in page_obj],
        "is_filtered": is_filtered,
        "health": health_of_reminders(),
    }
    return render(request, "notifications/delivery.html", page)


@require_GET
@requires("log.view")
def delivery_xlsx(request):
    letters, _form, _is_filtered = letters_of(request)
    table = letters_table(letters, request.school)
    answer = HttpResponse(xlsx.table_to_xlsx(table), content_type=xlsx.MIME)
    answer["Content-Disposition"] = 'attachment; filename="dostavka.xlsx"'
    return answer


@require_GET
@requires("log.view")
def letter(request, public_id):
    row = get_object_or_404(Notification.objects.letters().select_related("recipient"), public_id=public_id)
    carried = (
        Notification.objects.filter(carried_by=row).select_related("actor").order_by("pk") if row.is_digest else []
    )
    page = {
        "letter": Letter(row),
        "lines": [(entry, Letter(entry.notification)) for entry in entries_of(list(carried), request.school)],
        "attempts": row.attempts.all(),
        "unknown": Outcome.UNKNOWN,
        "may_go_again": row.state in MAY_GO_AGAIN,
    }
    return render(request, "notifications/letter.html", page)


@require_POST
@requires("log.view")
def letter_again(request, public_id):
    row = get_object_or_404(Notification.objects.letters().select_related("recipient"), public_id=public_id)
    try:
        send_again(letter=row, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        words = _("The letter to %(name)s is in the queue: it goes within a minute, in the school's hours of letters.")
        messages.success(request, words % {"name": row.recipient.short_name})
    return redirect("delivery_letter", public_id)
