"""Thanks from a mentee who has come by a link or a code: the same words as from an account, no cookie."""

from django.shortcuts import get_object_or_404

from mentorship.pairs.views.doors import inside
from surveys.street import go, street_page

from ..forms.awards import NominationForm
from ..models import Nomination
from ..panels import mentors_of_guest
from ..services import awards as acts


@inside
def door_thanks(request, guest, mentor_id):
    """Of the mentors whose pair is alive: the door opens to these alone. Saying it again changes the words."""
    mentor = get_object_or_404(mentors_of_guest(guest), public_id=mentor_id)
    row = Nomination.objects.filter(mentor=mentor, mentee=guest.mentee).first()
    form = NominationForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        acts.nominate(mentee=guest.mentee, mentor=mentor, **form.cleaned_data)
        return go(request, "door", guest.token, said="thanks")
    context = {"form": form, "mentor": mentor, "guest": guest, "school": guest.school}
    return street_page(request, "recognition/door_thanks.html", status=422 if form.errors else 200, **context)
