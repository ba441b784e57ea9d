"""Pairs of the demonstration at work: meetings, plans, what both sides say; care of those without a pair."""

import uuid
from datetime import time, timedelta

from mentorship.pairs.care import queue
from mentorship.pairs.models import (
    CareDecision,
    Meeting,
    MeetingKind,
    PairFile,
    PlanItem,
    Presence,
    Substitution,
    Verdict,
)
from mentorship.pairs.ready_plans import take
from mentorship.pairs.services import care, plans, saying, states
from mentorship.pairs.services import meetings as acts
from mentorship.pairs.services.orders import sign as sign_order
from mentorship.pairs.services.pairing import Planned, Terms, end, make_pairs
from mentorship.people.models import Mentee, Person, PersonKind, Tag
from mentorship.programmes.models import Membership, MentoringForm, SchoolClass
from mentorship.programmes.roles import Role

from .matching_people import WITH_PUPILS, add_mentor, add_person, parent_of, sign
from .stories import AGREED, DONE, MARKS, STORIES

BEGAN_DAYS_AGO = 52
ORDER = "21-н"
ROOM = "Кабинет 12"
CLASS = (8, "Б")
"""The class of the pupil who can sign in; its teacher can too."""
FIRST_KINDS = (MeetingKind.ORGANISING, MeetingKind.TRIAL, MeetingKind.PLANNING)


def make_pairs_at_work(programme, by):
    """Everything of stages five and six after the order; a school whose pairs have met is left alone."""
    if Meeting.objects.filter(pairing__programme=programme).exists():
        return
    today = programme.school.today
    tags = {tag.title: tag for tag in Tag.objects.current()}
    pairs = bind(programme, by, today, tags)
    for story, pair in zip(STORIES, pairs, strict=True):
        live(story, pair, by, today)
    share(pairs[0], by)
    stand_in(pairs[6], pairs[1].mentor, by, today)
    call_for_help(pairs[2])
    take_care(programme, by, today)


def bind(programme, by, today, tags):
    """The pairs of the stories, with an order that was signed when they began."""
    form = MentoringForm.objects.filter(programmes=programme, title=WITH_PUPILS).first()
    classes = list(SchoolClass.objects.filter(grade__gte=7).order_by("grade", "letter"))
    classes = sorted(classes, key=lambda one: (one.grade, one.letter) != CLASS)
    planned = [
        Planned(
            mentor_of(programme, by, place, story, tags, form),
            tuple(pupil_of(programme, who, classes[(place + number) % len(classes)], form, story.subject)
                  for number, who in enumerate(story.mentees)),
            form=form,
            place=ROOM,
        )
        for place, story in enumerate(STORIES)
    ]  # fmt: skip
    began_on = max(today - timedelta(days=BEGAN_DAYS_AGO), programme.starts_on)
    terms = Terms(began_on, programme.ends_on, by)
    order, pairs = make_pairs(
        programme=programme, planned=planned, terms=terms, day=began_on, by=by, with_letters=False
    )
    sign_order(order=order, version=order.version, number=ORDER, day=began_on, by=by)
    for pair in pairs:
        pair.refresh_from_db()
    return pairs


def mentor_of(programme, by, place, story, tags, form):
    surname, given_name, patronymic = story.mentor
    who = {"surname": surname, "given_name": given_name, "patronymic": patronymic}
    words = [tags[story.subject]] if story.subject in tags else []
    fields = {"form": form, "capacity": len(story.mentees), "slots": ["wed-after1", "fri-after1"]}
    mentor = add_mentor(programme, by, who, words, birth_year=programme.school.today.year - 34 - 2 * place, **fields)
    bind_account(mentor.person, Role.MENTOR)
    return mentor


def pupil_of(programme, who, school_class, form, subject):
    surname, given_name, patronymic = who
    account = account_of(surname, given_name, Role.MENTEE)
    person = add_person(
        programme,
        kind=PersonKind.PUPIL,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        birth_year=programme.school.today.year - 7 - school_class.grade,
        school_class=school_class,
    )
    bind_account(person, Role.MENTEE)
    parent = None
    if account is None:
        parent = add_person(
            programme, kind=PersonKind.PARENT, surname=parent_of(surname), given_name="Ирина", patronymic="Львовна"
        )
    mentee = Mentee.objects.create(
        school=programme.school,
        programme=programme,
        person=person,
        form=form,
        request=f"{subject}: разобраться и почувствовать себя увереннее",
        slots=["wed-after1", "fri-after1"],
        answered_on=programme.starts_on,
        entered_on=programme.starts_on,
    )
    sign(programme, person, parent)
    return mentee


def account_of(surname, given_name, role):
    """The account of the demonstration that has this name and this role."""
    found = Membership.objects.filter(role=role, user__surname=surname, user__given_name=given_name)
    return found.select_related("user").first()


def bind_account(person, role):
    if membership := account_of(person.surname, person.given_name, role):
        Person.objects.filter(pk=person.pk).update(user=membership.user)


def live(story, pair, by, today):
    """The life of one pair until today."""
    for place, days in enumerate(story.days_ago):
        hold(story, pair, place, today - timedelta(days=days), by, today)
    if story.has_plan:
        make_plan(story, pair, by, today)
    if story.planned_in is not None:
        plan_meeting(story, pair, by, today)
    pair.refresh_from_db()
    if story.is_paused:
        day = today - timedelta(days=20)
        states.pause(
            pairing=pair, version=pair.version, day=day, resumes_on=today - timedelta(days=1), by=by,
            reason="Наставник на курсах",
        )  # fmt: skip
    if story.is_closed:
        end(
            pairing=pair, version=pair.version, ending="fulfilled", day=today - timedelta(days=10), by=by,
            reason="Цели плана достигнуты",
        )  # fmt: skip


def kind_of(story, place):
    if story.is_closed and place == len(story.days_ago) - 1:
        return MeetingKind.CLOSING
    return FIRST_KINDS[place] if place < len(FIRST_KINDS) else MeetingKind.REGULAR


def hold(story, pair, place, day, by, today):
    """One meeting with what both sides say of it; of the last one the mentee has said nothing yet."""
    kind, last = kind_of(story, place), place == len(story.days_ago) - 1
    mentees = list(pair.mentees.order_by("pk"))
    present = None if len(mentees) == 1 or place % 2 else frozenset(one.pk for one in mentees[:-1])
    of_mentor, of_mentee = story.marks
    meeting = acts.record(
        pairing=pair,
        record=acts.Record(
            day=day,
            at=time(15),
            minutes=45 if place else 30,
            kind=kind,
            place=ROOM,
            done=DONE[place % len(DONE)],
            agreed=AGREED[place % len(AGREED)],
            results="Оценка по предмету выросла, выступление состоялось." if kind == MeetingKind.CLOSING else "",
            verdict=Verdict.GO_ON if kind == MeetingKind.TRIAL else "",
            present=present,
            pulse=(of_mentor, of_mentor),
        ),
        key=uuid.uuid4(),
        by=pair.mentor.person.user or by,
        day=today,
    )
    for presence in Presence.objects.filter(meeting=meeting, was_there=True).select_related("meeting", "mentee"):
        who = {"meeting": meeting, "mentee": presence.mentee}
        if kind == MeetingKind.TRIAL:
            saying.say_verdict(**who, verdict=story.verdict)
        if not last or story.is_closed:
            saying.confirm(**who, was_so=True, comment="", way=Presence.Way.CODE)
            saying.pulse(**who, useful=of_mentee, comfort=min(of_mentee + 1, 5))


def plan_meeting(story, pair, by, today):
    """The next meeting; a day that has passed stays a meeting that nobody has recorded."""
    day = today + timedelta(days=story.planned_in)
    appointment = acts.Appointment(day=day, at=time(15), place=ROOM, topic="Разбор проверочной")
    who = {"pairing": pair, "key": uuid.uuid4(), "by": by, "is_told": False}
    acts.plan(appointment=appointment, day=min(day, today), **who)


def make_plan(story, pair, by, today):
    """A plan by the ready template, agreed by both sides and approved; of a group one for all."""
    began_on = today - timedelta(days=story.days_ago[2])
    template = take(pair.school, "teacher-pupil")
    mentees = list(pair.mentees.order_by("pk"))
    plan = plans.begin(
        pairing=pair,
        mentee=mentees[0] if len(mentees) == 1 else None,
        kind="plan",
        template=template,
        starts_on=began_on,
        ends_on=pair.ends_on,
        goal=f"{story.subject}: уверенно справляться с работами класса и показать один свой проект",
        by=by,
    )
    items = list(PlanItem.objects.filter(section__plan=plan).order_by("section__position", "position"))
    for place, item in enumerate(items):
        due_on = today + timedelta(days=7 * (place - story.done_items) + 5)
        if place < story.late_items:
            due_on = today - timedelta(days=12 - place)
        PlanItem.objects.filter(pk=item.pk).update(due_on=max(due_on, began_on))
    for side in (plans.MENTOR, plans.MENTEE):
        plans.agree(plan=plan, side=side, by=by, day=began_on)
    plan.refresh_from_db()
    plans.approve(plan=plan, version=plan.version, day=began_on, by=by)
    for place, item in enumerate(items[: story.done_items]):
        PlanItem.objects.filter(pk=item.pk).update(
            done_on=today - timedelta(days=3 + 4 * place), actual="Сделано вместе с наставником.", mark=MARKS[place % 2]
        )


def share(pair, by):
    """A material that mentor and mentee share."""
    PairFile.objects.create(
        school=pair.school,
        pairing=pair,
        kind=PairFile.Kind.MATERIAL,
        title="Открытый банк заданий",
        url="https://example.org/zadaniya",
        added_by=by,
    )


def stand_in(pair, mentor, by, today):
    """Another mentor stands in for a fortnight."""
    Substitution.objects.create(
        school=pair.school,
        pairing=pair,
        mentor=mentor,
        starts_on=today - timedelta(days=4),
        ends_on=today + timedelta(days=10),
        reason="Курсы повышения квалификации",
        by=by,
    )


def call_for_help(pair):
    """A pupil calls: only the coordinator and the psychologist read it."""
    saying.call_for_help(mentee=pair.mentees.first(), pairing=pair, text="Мне неловко на встречах, можно поговорить?")


def take_care(programme, by, today):
    """What is decided about some of those without a pair; one decision comes back today, most are not decided yet."""
    alone = list(queue(programme, today)[:4])
    decided = (
        (CareDecision.SEARCH, 10, "Ищем наставника со знанием английского"),
        (CareDecision.GROUP, 7, "Войдёт в группу по физике"),
        (CareDecision.SUPPORT, 14, "Хочет сначала поговорить с психологом"),
        (CareDecision.POSTPONED, 0, "Болеет, вернуться после выздоровления"),
    )
    for mentee, (decision, days, comment) in zip(alone, decided, strict=False):
        day = today - timedelta(days=5)
        care.decide(
            mentee=mentee, version=1, decision=decision, returns_on=today + timedelta(days=days), comment=comment,
            by=by, day=day,
        )  # fmt: skip
    psychologist = Membership.objects.filter(role=Role.PSYCHOLOGIST).select_related("user").first()
    if len(alone) > 2 and psychologist:
        text = "Первая беседа: тревожится из-за выступлений, согласен попробовать группу."
        care.write_note(mentee=alone[2], day=today - timedelta(days=2), text=text, by=psychologist.user)
