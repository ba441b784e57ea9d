"""Reminding people of an activity by hand: whom and in what words, then what came of it."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..by_hand import people_to_remind, why_not
from ..by_hand_words import already_words, choices_of, letters_of, text_for
from ..forms.reminding import RemindForm
from ..models import ManualReminder
from ..presenters import deadline, status_label, term_days
from ..services.once import once
from ..services.reminding import AlreadyReminded, remind
from .lookup import activity_for


@require_http_methods(["GET", "POST"])
@requires("activity.remind", own=True)
def remind_people(request):
    number = request.GET.get("activity", "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    activity = activity_for(request, int(number), "activity.remind")
    people, nobody = people_to_remind(activity, request.today)
    is_among = people.pop(request.user.pk, None) is not None
    form = RemindForm(request.POST or None, people=people, initial=initial(activity, people, request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(send(request, activity, form))
        except AlreadyReminded as error:
            form.ask_again([row.recipient_id for row in error.rows], already_words(error.rows, request.school))
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {
        "activity": activity,
        "form": form,
        "choices": choices_of(form, people, request),
        "nobody": nobody,
        "is_among": is_among,
        "why_not": why_not(activity, request.school),
        "status": activity.status_on(request.today),
        "label": status_label(activity, request.today),
        "deadline": deadline(activity, request.today),
        "term_days": term_days(activity),
        "may_edit": request.access.can("roadmap.edit"),
    }
    return render(request, "roadmap/remind.html", context, status=422 if request.method == "POST" else 200)


def initial(activity, people, request):
    """All who have not heard of anything today are ticked."""
    return {
        "people": [pk for pk, person in people.items() if not person.today],
        "text": text_for(activity, request.today),
        "form_key": uuid.uuid4(),
    }


def send(request, activity, form):
    """Remind, once for a form; answers the page that says what came of it."""
    cleaned = form.cleaned_data

    def act():
        return remind(
            activity=activity,
            people=cleaned["people"],
            text=cleaned["text"],
            by=request.user,
            school=request.school,
            day=request.today,
            again=form.again,
        ).get_absolute_url()

    address = once(school=request.school, key=cleaned["form_key"], act=act)
    count = len(cleaned["people"])
    told = ngettext(
        "%(count)s person is reminded of “%(title)s”.", "%(count)s people are reminded of “%(title)s”.", count
    )
    messages.success(request, told % {"count": count, "title": activity.title})
    return address


@require_safe
@requires("activity.remind", own=True)
def remind_sent(request, public_id):
    reminder = get_object_or_404(ManualReminder.objects.select_related("author"), public_id=public_id)
    activity = activity_for(request, reminder.activity_id, "activity.remind")
    context = {
        "reminder": reminder,
        "activity": activity,
        "letters": letters_of(reminder),
        "may_see_letters": request.access.can("log.view"),
    }
    return render(request, "roadmap/remind_sent.html", context)
