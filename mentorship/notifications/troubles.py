"""What the notifications have to say of themselves: letters that were not delivered."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.access import LEADERS

from .models import Notification, State
from .services.complaints import UNDELIVERED, Leaders, failed_lately
from .sources import Due, Kind, Line, Section, Source


class Undelivered(Source):
    """For the coordinator: who does not get letters, and why."""

    kinds = (Kind(UNDELIVERED, _("A letter was not delivered"), priority=3, roles=LEADERS),)

    def due(self, mornings):
        """The same as ``complain`` says at once: the key makes it one."""
        schools, day = {one.school.pk: one.school for one in mornings}, mornings[0].day
        letters = list(failed_lately(day))
        leaders = Leaders(schools.values(), day) if letters else None
        for letter in letters:
            failed_on = clock.local(letter.failed_at, schools[letter.school_id].time_zone).date()
            for person in leaders.hearing_of(letter):
                yield Due(letter.school_id, UNDELIVERED, letter.pk, failed_on, person)

    def lines(self, notifications, school, day):
        ids = {one.object_id for one in notifications}
        letters = Notification.objects.filter(pk__in=ids).select_related("recipient").in_bulk()
        leaders = Leaders([school], day)
        return {
            one.pk: line_of(letters[one.object_id], leaders.has(school.pk, one.recipient_id))
            for one in notifications
            if one.object_id in letters
        }


def line_of(letter, may_know):
    """Who, to which address, why. It is not said to those who lead no more, nor of a letter that has gone since."""
    withheld = "" if may_know else gettext("The person does not lead the programme any more.")
    if letter.state != State.FAILED:
        withheld = withheld or gettext("The letter has been sent again.")
    return Line(
        title=gettext("A letter to %(name)s was not delivered") % {"name": letter.recipient.short_name},
        url=reverse("delivery_letter", args=[letter.public_id]),
        section=Section.TROUBLE,
        note=": ".join(part for part in (letter.address or letter.recipient.email, letter.reason) if part),
        thing=f"undelivered-{letter.recipient_id}",
        withheld=withheld,
    )
