"""What people hear of when it happens: called by the services, in the transaction of the act.

Only activities of the current roadmap are spoken of, never a template, an archive or a roadmap as a whole that has
just been made; and never to the one who did it.
"""

from mentorship.notifications.services.issuing import tell, tell_many
from mentorship.programmes.models import School

from ..models import Activity, Assignment, Comment
from ..queries import current_roadmap
from . import rules
from .due import TO_DO
from .kinds import ASSIGNED, CHANGED, COMMENTED, TO_CHECK
from .people import DECIDING, SEES_EVERYTHING, People


def school_of(roadmap):
    """The school when this is the roadmap that it lives by today, else None."""
    school = School.objects.select_related("current_programme").get(pk=roadmap.school_id)
    programme = school.current_programme
    if programme is None or roadmap.programme_id != programme.pk or rules.is_over(programme, school.today):
        return None
    return school if current_roadmap(programme) == roadmap else None


class Answering:
    """Who answers for some activities of a roadmap before an act, to be compared with who does after it."""

    def __init__(self, roadmap, activities):
        self.school = school_of(roadmap)
        self.activities = list(activities) if self.school else []
        self.before = self.now()

    def now(self):
        if not self.activities:
            return {}
        links = Assignment.objects.filter(activity__in=[one.pk for one in self.activities])
        people = People(links, [], self.school.today)
        return {one.pk: set(people.behind(one.pk)) for one in self.activities}

    def tell(self, *, by, is_reworded=False):
        """Who is new hears that the activity is theirs; when the text differs, the others hear that it changed."""
        after = self.now()
        self.tell_of(ASSIGNED, {pk: people - self.before[pk] for pk, people in after.items()}, by)
        if is_reworded:
            self.tell_of(CHANGED, {pk: people & self.before[pk] for pk, people in after.items()}, by)

    def tell_of(self, kind, recipients, by):
        recipients = {pk: people for pk, people in recipients.items() if people}
        if recipients:
            tell_many(school=self.school, kind=kind, recipients=recipients, day=self.school.today, by=by)


def answering(activity):
    """To be asked before an activity is changed; ``tell`` after it."""
    return Answering(activity.stage.roadmap, [activity] if activity.status in TO_DO else [])


def created(*, activity, by):
    """One activity more: those who answer for it hear that it is theirs."""
    one = answering(activity)
    one.before = {pk: set() for pk in one.before}
    one.tell(by=by)


def changed(*, activity, by):
    """The text of an activity or of its steps differs."""
    answering(activity).tell(by=by, is_reworded=True)


def answering_through(party, programme):
    """To be asked before a party gets other people behind it: all open activities of the party."""
    roadmap = current_roadmap(programme)
    if roadmap is None:
        return None
    return Answering(roadmap, Activity.objects.of(roadmap).filter(assignments__party=party, status__in=TO_DO))


def commented(*, comment, by):
    """Those behind the activity and those who wrote before hear of a comment."""
    activity = comment.activity
    school = school_of(activity.stage.roadmap)
    if school is None:
        return
    people = People(Assignment.objects.filter(activity=activity), [], school.today, SEES_EVERYTHING)
    wrote = set(Comment.objects.filter(activity=activity).values_list("author", flat=True))
    recipients = set(people.behind(activity.pk)) | wrote.intersection(people.with_role(school.pk, *SEES_EVERYTHING))
    tell(school=school, kind=COMMENTED, object_id=comment.pk, recipients=recipients, day=school.today, by=by)


def sent_to_check(*, activity, by):
    """Those who decide hear that an activity waits for them."""
    school = school_of(activity.stage.roadmap)
    if school is None:
        return
    people = People(Assignment.objects.none(), [], school.today, DECIDING)
    recipients = people.deciding(school.pk)
    tell(school=school, kind=TO_CHECK, object_id=activity.pk, recipients=recipients, day=school.today, by=by)
