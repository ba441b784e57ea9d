"""A school with a thousand participants for the measurement of the director's page, and a region of 700 schools.

Eight hundred mentees with two hundred mentors: a group each, a meeting in each of five weeks with what the mentees said
of it, and a closing questionnaire that all the thousand have answered.
"""

from datetime import timedelta
from uuid import uuid4

from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.common import clock
from mentorship.monitoring.figures import CODES, snapshot_json
from mentorship.monitoring.models import FiguresAnswer, SchoolFigures, Snapshot
from mentorship.monitoring.services import region as requests
from mentorship.pairs.models import Meeting, Pairing, PairingMentee, Presence, Pulse
from mentorship.people.models import Mentee, Mentor, Person, PersonKind
from mentorship.programmes.models import Membership, Region, RegionOperator, School
from mentorship.programmes.roles import Role
from surveys.builtin import named
from surveys.models import Campaign, Invitation, Submission, Survey, SurveyVersion

MENTEES, MENTORS, MEETINGS, MONTHS = 800, 200, 5, 8
QUESTIONNAIRE = "satisfaction-mentee:adult"


def fill(programme, day):
    """All of it; the days are counted back from ``day``."""
    mentors, mentees = take_in(programme, Mentor, MENTORS), take_in(programme, Mentee, MENTEES)
    meet(programme, mentors, mentees, day)
    ask(programme, [*mentors, *mentees], day)
    kept = snapshot_json(programme, day)
    for month in range(1, MONTHS + 1):
        past = day - timedelta(days=30 * month)
        figures = kept | {"day": past.isoformat()}
        Snapshot.objects.create(school=programme.school, programme=programme, day=past, figures=figures)


def take_in(programme, model, count):
    school = programme.school
    people = Person.objects.bulk_create(
        Person(school=school, kind=PersonKind.PUPIL, surname=f"Петров{n}", name_key=f"петров{n}", birth_year=2010)
        for n in range(count)
    )
    return model.objects.bulk_create(model(school=school, programme=programme, person=one) for one in people)


def meet(programme, mentors, mentees, day):
    """A group of four for every mentor."""
    school, size = programme.school, MENTEES // MENTORS
    pairs = Pairing.objects.bulk_create(
        Pairing(
            school=school,
            programme=programme,
            mentor=one,
            state="at_work",
            starts_on=day - timedelta(days=60),
            is_group=True,
        )
        for one in mentors
    )
    PairingMentee.objects.bulk_create(
        PairingMentee(school=school, pairing=pairs[place // size], mentee=one) for place, one in enumerate(mentees)
    )
    held = {"school": school, "kind": "regular", "state": "held", "minutes": 45, "recorded_at": clock.now()}
    meetings = Meeting.objects.bulk_create(
        Meeting(pairing=pair, day=day - timedelta(days=7 * n), **held) for pair in pairs for n in range(1, MEETINGS + 1)
    )
    group_of = {pair.pk: mentees[place * size : (place + 1) * size] for place, pair in enumerate(pairs)}
    there = [(meeting, mentee) for meeting in meetings for mentee in group_of[meeting.pairing_id]]
    Presence.objects.bulk_create(Presence(school=school, meeting=one, mentee=mentee) for one, mentee in there)
    Pulse.objects.bulk_create(
        Pulse(school=school, meeting=one, mentee=mentee, useful=4, comfort=5) for one, mentee in there
    )


def ask(programme, participants, day):
    school, ready = programme.school, named(QUESTIONNAIRE)
    survey = Survey.objects.create(school=school, purpose=ready.purpose, code=ready.code, title="В конце года")
    version = SurveyVersion.objects.create(
        school=school,
        survey=survey,
        number=1,
        content=ready.content.to_dict(),
        state=SurveyVersion.State.PUBLISHED,
        published_at=clock.now(),
    )
    campaign = Campaign.objects.create(
        school=school,
        programme=programme,
        survey_version=version,
        title="В конце года",
        opens_on=day - timedelta(days=20),
        state=Campaign.State.RUNNING,
    )
    tickets = Invitation.objects.bulk_create(
        Invitation(
            school=school,
            campaign=campaign,
            number=number,
            subject=one.person.public_id,
            link_hash=uuid4().hex,
            code_hash=uuid4().hex,
        )
        for number, one in enumerate(participants)
    )
    marks = {one.key: {"scale": 8} for one in ready.content.questions if one.kind == "scale"}
    Submission.objects.bulk_create(
        Submission(school=school, campaign=campaign, key=one.nonce, answers=marks, submitted_on=day, invitation=one)
        for one in tickets
    )


def fill_region(schools, day):
    """A region whose schools have copied their figures up; half of them have given them for a request.

    Answers its operator and the request.
    """
    region = Region.objects.create(title="Область из семисот школ")
    operator = User.objects.create_user("region-700@bench.test")
    RegionOperator.objects.create(user=operator, region=region)
    rows = School.objects.bulk_create(
        School(slug=f"region-{n}", region=region, full_name=f"Школа № {n}", short_name=f"Школа № {n}", city=city_of(n))
        for n in range(schools)
    )
    with scope(school=rows):
        copy_figures_up(rows, region, day)
        directors = User.objects.bulk_create(User(email=f"{one.slug}@bench.test", surname="Ветров") for one in rows)
        pairs = zip(rows, directors, strict=True)
        Membership.objects.bulk_create(Membership(school=one, user=user, role=Role.DIRECTOR) for one, user in pairs)
        asked = requests.ask(
            region=region, title="Сведения", words="", as_of=day, due_on=day + timedelta(days=10), by=operator
        )
        half = FiguresAnswer.objects.filter(request=asked, school__in=rows[::2])
        half.update(sent_at=clock.now(), figures=figures_of(0, day))
    return operator, asked


def city_of(number):
    return f"Посёлок {number % 90}"


def figures_of(number, day):
    return {"day": day.isoformat(), "values": {code: (number + place) % 90 for place, code in enumerate(CODES)}}


def copy_figures_up(schools, region, day):
    counts = ("activities", "activities_done", "overdue", "mentees", "mentors", "pairs", "answers")
    SchoolFigures.objects.bulk_create(
        SchoolFigures(
            school=one,
            region=region,
            day=day,
            figures=figures_of(number, day),
            month_ago=figures_of(number + 1, day - timedelta(days=30)),
            coverage=number % 100,
            satisfied=number % 100,
            **{name: (number + place) % 90 for place, name in enumerate(counts)},
        )
        for number, one in enumerate(schools)
    )
