"""What the matching does when two cards are joined and when the data of people are erased."""

from django.db.models import Q

from mentorship.people.models import Mentee, Mentor

from .models import Exclusion, MatchingRun, MeetingGuest

TELLING = {"birth_year": None, "grade": None, "school_class": None, "building": "", "shift": None}
"""What a draft knows of a person that could tell who it was; words, hours and scores stay for its figures."""


def move(model, leads, follows):
    """Whom the joined card must not meet and where it was invited; what the leading card has already goes once."""
    side, other = ("mentor", "mentee_id") if model is Mentor else ("mentee", "mentor_id")
    for rows, key in ((Exclusion, other), (MeetingGuest, "meeting_id")):
        has = rows.objects.filter(**{side: leads}).values_list(key, flat=True)
        theirs = rows.objects.filter(**{side: follows})
        theirs.filter(**{f"{key}__in": list(has)}).delete()
        theirs.update(**{side: leads})


def forget_of(people):
    """Reasons to keep these people apart from others go with the lines, and drafts forget what tells who they were."""
    Exclusion.objects.filter(Q(mentor__person__in=people) | Q(mentee__person__in=people)).delete()
    for model, part in ((Mentor, "mentors"), (Mentee, "mentees")):
        rows = model.objects.filter(person__in=people)
        gone = set(rows.values_list("pk", flat=True))
        programmes = set(rows.values_list("programme", flat=True))
        for run in MatchingRun.objects.filter(programme__in=programmes).iterator(chunk_size=10):
            forget_in_draft(run, part, gone)


def forget_in_draft(run, part, gone):
    known = run.snapshot.get("knowledge", {}).get(part, [])
    if not any(one["id"] in gone for one in known):
        return
    run.snapshot["knowledge"][part] = [one | TELLING if one["id"] in gone else one for one in known]
    MatchingRun.objects.filter(pk=run.pk).update(snapshot=run.snapshot)
