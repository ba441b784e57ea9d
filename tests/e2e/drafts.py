"""A draft of the matching and group meetings for the pages that every judge looks at."""

from datetime import timedelta

from mentorship.common import clock
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
    "/matching/drafts/{run}/compare/{other_run}/",
    "/matching/drafts/{run}/compare/{other_run}/?all=1",
    "/matching/drafts/{waiting_run}/progress/",
    "/matching/drafts/{impossible_run}/",
    "/matching/bin/",
    "/matching/meetings/",
    "/matching/meetings/new/",
    "/matching/meetings/{meeting}/",
    "/matching/meetings/{meeting}/edit/",
    "/matching/meetings/{meeting}/invitation/",
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
    return (
        meetings(programme, run)
        | others_of(run)
        | {
            "run": run.public_id,
            "run_mentee": paired.mentee.public_id,
            "run_mentor": paired.mentor.public_id,
            "run_alone": Proposal.objects.get(run=run, mentor=None).mentee.public_id,
        }
    )


def others_of(run):
    """Drafts that are not to be looked at in full: another one, one that is being computed, one that cannot be, one in
    the bin."""
    pair = Proposal.objects.filter(run=run).exclude(mentor=None).order_by("pk").first()
    problem = {"reason": "lock_excluded", "mentor": pair.mentor_id, "mentee": pair.mentee_id}
    kinds = {
        "other_run": {"state": MatchingRun.State.READY},
        "waiting_run": {"state": MatchingRun.State.COUNTING, "done": 300, "total": 900, "claimed_at": clock.now()},
        "impossible_run": {"state": MatchingRun.State.IMPOSSIBLE, "problem": problem, "parent": run},
        "binned_run": {"state": MatchingRun.State.READY, "deleted_at": clock.now()},
    }
    found = {}
    for number, (name, fields) in enumerate(kinds.items(), start=901):
        key = {"school_id": run.school_id, "programme_id": run.programme_id, "number": number}
        row, is_new = MatchingRun.objects.update_or_create(**key, defaults={"snapshot": run.snapshot, **fields})
        if is_new and name == "other_run":
            Proposal.objects.create(school_id=run.school_id, run=row, mentee_id=pair.mentee_id)
        found[name] = row.public_id
    return found


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
