"""A draft of the matching and group meetings for the pages that every judge looks at."""

from datetime import timedelta

from mentorship.matching.models import GroupMeeting, MatchingRun, Proposal
from mentorship.matching.services.meetings import add_guests
from tests.mentorship.matching.drafting import draft, of_words

PAGES = [
    "/matching/drafts/{run}/",
    "/matching/drafts/{run}/?order=mentor",
    "/matching/drafts/{run}/?below=1",
    "/matching/drafts/{run}/mentees/{run_mentee}/",
    "/matching/drafts/{run}/mentees/{run_alone}/",
    "/matching/drafts/{run}/mentees/{run_mentee}/forbid/",
    "/matching/drafts/{run}/mentors/{run_mentor}/",
    "/matching/drafts/{run}/unpaired/",
    "/matching/drafts/{run}/unpaired/?q=nobody",
    "/matching/drafts/{run}/report/",
    "/matching/meetings/",
    "/matching/meetings/new/",
    "/matching/meetings/{meeting}/",
    "/matching/meetings/{meeting}/edit/",
    "/matching/meetings/{meeting}/guests/",
    "/matching/meetings/{meeting}/choices/",
    "/matching/meetings/{meeting}/choices/?side=mentor",
    "/matching/meetings/{next_meeting}/",
]
MENTORS = {
    "Ковалёва": of_words(1) | {"room": 2, "is_adult": True},
    "Гусев": of_words(2) | {"is_adult": True},
    "Миронова": of_words(1) | {"slots": frozenset({"sat-before"})},
}
MENTEES = {"Иванов": of_words(1), "Сидоров": of_words(1), "Петров": of_words(2), "Орлова": of_words(3)}


def draft_of_four(programme, **fields):
    """Two of mathematics in a group, one of physics, one without a mentor."""
    return draft(programme, MENTORS, MENTEES, run=fields)[0]


def drafts(programme):
    """The place-holders of the pages; once for all the people of a test."""
    run = MatchingRun.objects.filter(programme=programme, salt="pages").first()
    run = run or draft_of_four(programme, number=900, salt="pages")
    paired = Proposal.objects.filter(run=run).exclude(mentor=None).order_by("-points", "pk").first()
    return meetings(programme, run) | {
        "run": run.public_id,
        "run_mentee": paired.mentee.public_id,
        "run_mentor": paired.mentor.public_id,
        "run_alone": Proposal.objects.get(run=run, mentor=None).mentee.public_id,
    }


def meetings(programme, run):
    """The meeting of the demonstration, which is over, and one to come with a few guests."""
    day = programme.school.today + timedelta(days=3)
    row, is_new = GroupMeeting.objects.get_or_create(
        school=programme.school, programme=programme, day=day, note="Короткие беседы"
    )
    if is_new:
        lines = Proposal.objects.filter(run=run).select_related("mentor", "mentee")
        add_guests(row, {one.mentor for one in lines if one.mentor}, [one.mentee for one in lines])
    held = GroupMeeting.objects.exclude(mentee_campaign=None).filter(programme=programme).first()
    return {"meeting": held.public_id, "next_meeting": row.public_id}
