"""Reminding people of an activity by hand."""

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken
from mentorship.notifications.services.issuing import tell
from mentorship.programmes import audit
from mentorship.programmes.models import Membership

from ..by_hand import REMINDER, people_to_remind, reminded_on, why_not
from ..models import Activity, ManualReminder


class AlreadyReminded(RuleBroken):
    """Some of the chosen people have had their reminder of the day: ``rows`` are its notifications."""

    def __init__(self, rows):
        self.rows = rows
        super().__init__(_("Some of these people have already been reminded today."))


@transaction.atomic
def remind(*, activity, people, text, by, school, day, again=()):
    """Tell the chosen people (ids of users) of an activity in somebody's own words.

    One person hears one such reminder a day, of whatever and from whomever, unless the person is in ``again``. Two
    leaders can choose the same person at once, so the roles of the chosen are locked before it is looked who has been
    told: the second one waits, sees the row of the first one and is asked. (SQLite lets one writer in at a time.)
    """
    locked = Membership.objects.select_for_update(no_key=True).filter(user__in=people).order_by("pk")
    list(locked.values_list("pk"))
    activity = Activity.objects.select_related("stage__roadmap").get(pk=activity.pk)
    if reason := why_not(activity, school):
        raise RuleBroken(_("There is nothing to remind of. %(reason)s") % {"reason": reason})
    behind, _nobody = people_to_remind(activity, day)
    strangers = set(people) - set(behind) | {by.pk} & set(people)
    if strangers:
        raise RuleBroken(_("Those who answer for the activity have changed. Look at the list and choose again."))
    if already := reminded_on(day, set(people) - set(again)):
        raise AlreadyReminded(list(already.values()))
    reminder = ManualReminder.objects.create(school=school, activity=activity, author=by, text=text)
    names = ", ".join(sorted(behind[pk].user.short_name for pk in people))
    audit.record(by=by, action="activity.reminded", row=activity, changes={str(_("Whom")): ["", names]})
    tell(school=school, kind=REMINDER.code, object_id=reminder.pk, recipients=people, day=day, by=by)
    return reminder
