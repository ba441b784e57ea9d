"""The discussion of an activity."""

from django.db import transaction

from mentorship.programmes import audit

from ..models import Comment
from ..reminders import events


@transaction.atomic
def say(*, activity, by, text):
    """Add a comment. The log says that there was one; the words stand in the discussion only."""
    comment = Comment.objects.create(school_id=activity.school_id, activity=activity, author=by, text=text)
    audit.record(by=by, action="activity.commented", row=activity)
    events.commented(comment=comment, by=by)
    return comment
