"""The guests of a group meeting as people whom a questionnaire may ask."""

from django.utils.translation import gettext_lazy

from mentorship.people.asking.audiences import audience
from mentorship.people.models import Mentee, Mentor
from surveys import sources

from .models import GroupMeeting
from .services.meetings import MENTEES, MENTORS, those_who_choose


def choices(programme):
    """Meetings of the programme, the last one first, with how many would be asked."""
    rows = GroupMeeting.objects.filter(programme=programme, deleted_at=None)[:20]
    return [(str(one.public_id), str(one), those_who_choose(one).count()) for one in rows]


def rows_of(model, field):
    def rows(programme, values):
        meetings = [one for one in GroupMeeting.objects.filter(programme=programme) if str(one.public_id) in values]
        numbers = [pk for one in meetings for pk in those_who_choose(one).values_list(field, flat=True) if pk]
        return model.objects.of(programme).filter(pk__in=numbers).select_related("person__school_class")

    return rows


def give_to_questionnaires():
    """Two audiences: the mentees and the mentors of a meeting."""
    for code, title, model, field in (
        (MENTEES, gettext_lazy("Mentees of a group meeting"), Mentee, "mentee"),
        (MENTORS, gettext_lazy("Mentors of a group meeting"), Mentor, "mentor"),
    ):
        sources.register_audience(audience(code, title, choices, rows_of(model, field), "person"))
