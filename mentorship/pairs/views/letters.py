"""The words of the letters about pairs."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.common.errors import EditConflict
from mentorship.programmes.access import requires

from ..forms.orders import LetterForm
from ..letters import DEFAULTS, FIELDS, Reader, filled, values_of, words_of_school
from ..models import LIVING, Pairing, PairingMentee, Side
from ..services.letters import save_words

RIGHT = "matching.approve"


@require_safe
@requires(RIGHT)
def pair_letters(request):
    return render(request, "pairs/letters.html", {"words": list(words_of_school().values())})


@require_http_methods(["GET", "POST"])
@requires(RIGHT)
def pair_letter(request, slug):
    side = slug
    if side not in Side.values:
        raise Http404
    words = words_of_school()[side]
    seen = words.row.version if words.row else 0
    data = request.POST if request.method == "POST" else None
    form = LetterForm(data, initial={"version": seen, "subject": words.subject, "text": words.text})
    preview = ""
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        if "preview" in request.POST:
            preview = preview_of(request, side, cleaned["text"])
        else:
            try:
                save_words(
                    school=request.school,
                    side=side,
                    seen=cleaned["version"],
                    subject=cleaned["subject"],
                    text=cleaned["text"],
                    by=request.user,
                )
            except EditConflict as error:
                form.add_error(None, str(error))
                form.data = form.data.copy()
                form.data["version"] = error.theirs.version
            else:
                messages.success(request, _("The letter is saved: %(side)s.") % {"side": Side(side).label.lower()})
                return redirect("pair_letters")
    subject, text = DEFAULTS[side]
    context = {
        "form": form,
        "side": Side(side),
        "fields": FIELDS.items(),
        "preview": preview or ("" if form.errors else preview_of(request, side, form["text"].value() or "")),
        "usual_subject": subject,
        "usual_text": text,
    }
    return render(request, "pairs/letter.html", context, status=422 if form.errors else 200)


def preview_of(request, side, text):
    """The text about a real pair of the programme, the newest one; with invented names while there is none."""
    pair = Pairing.objects.of(request.programme).filter(state__in=LIVING).order_by("-pk") if request.programme else None
    pair = pair.select_related("mentor__person", "form", "programme", "school", "coordinator").first() if pair else None
    if pair is None:
        return filled(text, INVENTED)
    places = PairingMentee.objects.filter(pairing=pair, left_on=None).select_related("mentee__person__school_class")
    mentees = [place.mentee for place in places]
    person = pair.mentor.person if side == Side.MENTOR or not mentees else mentees[0].person
    about = mentees[0].person if mentees and side != Side.MENTOR else person
    values = values_of(pair, mentees, Reader(side, person, about, ""))
    if side == Side.PARENT:
        values["имя"] = "имя и отчество родителя"
    return filled(text, values)


INVENTED = {
    "имя": "Пётр Сергеевич",
    "наставник": "Ковалёва Нина Павловна, учитель математики",
    "наставляемый": "Иванов Пётр, 8 «Б» класс",
    "форма": "учитель — ученик",
    "место": "в школе, кабинет 12",
    "срок": "с 21.03.2022 по 31.05.2022",
    "куратор": "куратор программы Лебедева Ольга Николаевна",
    "программа": "Путь к успеху",
    "школа": "Школа",
}
"""Names of nobody, to show how a letter reads before there are pairs."""
