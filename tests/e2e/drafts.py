"""A draft of the matching for the pages that every judge looks at."""

from mentorship.matching.models import MatchingRun, Proposal
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
    return {
        "run": run.public_id,
        "run_mentee": paired.mentee.public_id,
        "run_mentor": paired.mentor.public_id,
        "run_alone": Proposal.objects.get(run=run, mentor=None).mentee.public_id,
    }
