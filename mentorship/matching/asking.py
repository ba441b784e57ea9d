"""The guests of a group meeting as people whom a questionnaire may ask, and whom it offers to choose among."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from mentorship.people.asking.audiences import audience
from mentorship.people.models import Mentee, Mentor
from surveys import sources

from .models import GroupMeeting
from .services.choosing import MENTEES, MENTORS, YOUNGER, those_who_choose

OFFERED = {"people.mentors": "mentor", "people.mentees": "mentee"}


def choices_for(side):
    def choices(programme):
        """Meetings of the programme, the last one first, with how many would be asked."""
        rows = GroupMeeting.objects.filter(programme=programme, deleted_at=None)[:20]
        counted = [(str(one.public_id), str(one), those_who_choose(one).filter(side.who).count()) for one in rows]
        return [one for one in counted if one[2]]

    return choices


def rows_for(side, model, field):
    def rows(programme, values):
        meetings = [one for one in GroupMeeting.objects.filter(programme=programme) if str(one.public_id) in values]
        guests = [those_who_choose(one).filter(side.who).values_list(field, flat=True) for one in meetings]
        numbers = [pk for found in guests for pk in found]
        return model.objects.of(programme).filter(pk__in=numbers).select_related("person__school_class")

    return rows


def those_of_the_meeting(campaign, source, options):
    """Who answers after a meeting chooses among those who were there; other campaigns offer the whole programme."""
    if source not in OFFERED:
        return options
    number = campaign.public_id
    is_asked = Q(mentee_campaign=number) | Q(child_campaign=number) | Q(mentor_campaign=number)
    meeting = GroupMeeting.objects.filter(is_asked, programme=campaign.programme_id).first()
    if meeting is None:
        return options
    there = those_who_choose(meeting).exclude(**{OFFERED[source]: None})
    known = {str(one) for one in there.values_list(f"{OFFERED[source]}__public_id", flat=True)}
    return [one for one in options if one[0] in known]


def give_to_questionnaires():
    """Three audiences (mentees, the younger ones of them, mentors of a meeting), and the people whom it offers."""
    for side, title, model, field in (
        (MENTEES, gettext_lazy("Mentees of a group meeting"), Mentee, "mentee"),
        (YOUNGER, gettext_lazy("Younger mentees of a group meeting"), Mentee, "mentee"),
        (MENTORS, gettext_lazy("Mentors of a group meeting"), Mentor, "mentor"),
    ):
        found = audience(side.source, title, choices_for(side), rows_for(side, model, field), "person")
        sources.register_audience(found)
    sources.register_narrowing(those_of_the_meeting)
