"""The matching of the demonstration: a group meeting with choices, drafts, pairs."""

import uuid
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from mentorship.matching.approval import check_of
from mentorship.matching.models import Exclusion, GroupMeeting, MatchingRun, MeetingGuest, Proposal
from mentorship.matching.services import runs
from mentorship.matching.services.approving import approve, terms_of
from mentorship.pairs.services.orders import sign as sign_order
from mentorship.people.models import Tag
from mentorship.programmes.models import MentoringForm
from surveys.models import Submission
from surveys.services.campaigns import close_campaign
from surveys.services.submitting import submit

from .matching_people import WITH_PUPILS, WITH_TEACHERS, People, make_people, make_teachers
from .questionnaires import opened

SEED = "подбор"
MEETING_DAYS_AGO = 6


def make_matching(programme, by):
    """Everything of stage five; a school that has drafts already is left alone."""
    if MatchingRun.objects.filter(programme=programme).exists():
        return
    today, random = programme.school.today, Random(SEED)
    tags = {tag.title: tag for tag in Tag.objects.current()}
    make_teachers(programme, by, tags)
    people = make_people(programme, by, tags, random)
    hold_meeting(programme, by, people, today, random)
    form = MentoringForm.objects.filter(programmes=programme, title=WITH_PUPILS).first()
    bind_teachers(programme, by, today)
    first = runs.start(programme, form=form, by=by, day=today)
    keep_apart(first, by)
    best = Proposal.objects.filter(run=first).exclude(mentor=None).order_by("-points", "pk")[:3]
    Proposal.objects.filter(pk__in=[one.pk for one in best]).update(is_locked=True)
    runs.solve_again(first, by=by, day=today)


def keep_apart(run, by):
    """The weakest pair of the draft must not be: the next draft has to do without it."""
    weakest = Proposal.objects.filter(run=run).exclude(mentor=None).order_by("points", "pk")[0]
    Exclusion.objects.create(
        school=run.school,
        programme=run.programme,
        mentor=weakest.mentor,
        mentee=weakest.mentee,
        reason="Родители просили другого наставника",
        made_by=by,
    )


def bind_teachers(programme, by, today):
    """The pairs of teachers are approved and their order is signed."""
    form = MentoringForm.objects.filter(programmes=programme, title=WITH_TEACHERS).first()
    run = runs.start(programme, form=form, by=by, day=today)
    order, _count = approve(
        run,
        seen=check_of(run, without=frozenset(), day=today).seen,
        without=frozenset(),
        terms=terms_of(programme, today, programme.ends_on, by),
        place="",
        day=today,
        order_day=today,
        with_letters=False,
        by=by,
    )
    sign_order(order=order, version=order.version, number="32-н", day=today, by=by)


def hold_meeting(programme, by, people, today, random):
    """Some days ago: most came, and most of those have chosen."""
    day = today - timedelta(days=MEETING_DAYS_AGO)
    form = MentoringForm.objects.filter(programmes=programme, title=WITH_PUPILS).first()
    asked = {
        side: opened(
            programme,
            by,
            name,
            title=title,
            audience=[{"source": source, "values": ["all"]}],
            opens_on=day,
            closes_on=today - timedelta(days=1),
        )
        for side, name, title, source in (
            ("mentee", "choice-mentee:adult", "Выбор наставника после встречи", "people.mentees"),
            ("mentor", "choice-mentor:adult", "Выбор наставляемых после встречи", "people.mentors"),
        )
    }
    meeting = GroupMeeting.objects.create(
        school=programme.school,
        programme=programme,
        form=form,
        day=day,
        at=time(15, 30),
        place="Актовый зал",
        note="Каждый наставник за три минуты рассказывает о себе, потом разговоры по парам по пять минут.",
        mentor_campaign=asked["mentor"].public_id,
        mentee_campaign=asked["mentee"].public_id,
    )
    guests = [MeetingGuest(school=programme.school, meeting=meeting, mentor=one) for one in people.mentors]
    guests += [MeetingGuest(school=programme.school, meeting=meeting, mentee=one) for one in people.mentees]
    for place, guest in enumerate(guests):
        guest.has_come = place % 9 != 8
    MeetingGuest.objects.bulk_create(guests)
    came = People([one.mentor for one in guests if one.mentor and one.has_come], [])
    came.mentees.extend(one.mentee for one in guests if one.mentee and one.has_come)
    choose(asked["mentee"], came.mentees, came.mentors, day, random)
    choose(asked["mentor"], came.mentors, came.mentees, day, random)
    for campaign in asked.values():
        close_campaign(campaign, by=by)


def choose(campaign, people, others, day, random):
    """Each names up to three of the other side; one in seven also whom rather not."""
    tickets = {one.subject: one for one in campaign.invitations.all()}
    noon = datetime.combine(day, time(18), ZoneInfo(campaign.school.time_zone))
    asks_capacity = any(one.key == "capacity" for one in campaign.survey_version.questionnaire.questions)
    for place, one in enumerate(people):
        ticket = tickets.get(one.person.public_id)
        if ticket is None:
            continue
        named = random.sample(others, min(3, len(others)))
        answers = {"wished": {"ranked": [str(other.public_id) for other in named]}}
        if place % 7 == 3:
            rest = [other for other in others if other not in named]
            answers["unwanted"] = {"options": [str(rest[0].public_id)]}
        if asks_capacity:
            answers["capacity"] = {"number": one.capacity}
        sent = {"key": uuid.uuid4(), "answers": answers, "way": Submission.Way.LINK, "day": day, "now": noon}
        submit(campaign=campaign, invitation=ticket, **sent)
