"""A group, a pair by hand and two orders for the pages that every judge looks at."""

from datetime import time, timedelta
from uuid import uuid4

from mentorship.pairs.models import CareCall, CareCase, DevelopmentPlan, Meeting, Pairing, PairOrder, PlanItem
from mentorship.pairs.ready_plans import take
from mentorship.pairs.services import care, orders, plans
from mentorship.pairs.services.meetings import Appointment, Record, plan, record
from mentorship.pairs.services.pairing import Planned, Terms, make_by_hand, make_pairs
from tests.mentorship.matching.registers import ready_mentee, ready_mentor

PAGES = [
    "/matching/drafts/{run}/approve/",
    "/pairs/",
    "/pairs/?q=nobody",
    "/pairs/{pairing}/",
    "/pairs/{pairing}/edit/",
    "/pairs/{pairing}/end/",
    "/pairs/{pairing}/mentor/",
    "/pairs/{pairing}/mentees/new/",
    "/pairs/{pairing}/mentees/{member}/leave/",
    "/pairs/{pairing}/meetings/",
    "/pairs/{pairing}/meetings/?state=bin",
    "/pairs/{pairing}/meetings/new/",
    "/pairs/{pairing}/meetings/plan/",
    "/meetings/{held_meeting}/",
    "/meetings/{held_meeting}/edit/",
    "/meetings/{planned_meeting}/",
    "/meetings/{planned_meeting}/edit/",
    "/meetings/{planned_meeting}/cancel/",
    "/pairs/new/",
    "/pairs/letters/",
    "/pairs/letters/parent/",
    "/pairs/orders/",
    "/pairs/orders/?signed=yes",
    "/pairs/orders/new/",
    "/pairs/orders/{signed}/",
    "/pairs/orders/{unsigned}/",
    "/pairs/orders/{unsigned}/edit/",
    "/pairs/orders/{unsigned}/sign/",
    "/pairs/{pairing}/pause/",
    "/pairs/{pairing}/substitute/",
    "/pairs/{pairing}/handover/",
    "/pairs/{pairing}/files/new/",
    "/pairs/{pairing}/journal/",
    "/pairs/{pairing}/plan/?new=1",
    "/pairs/{pairing}/attention/no_first/",
    "/plans/{plan}/",
    "/plans/{plan}/edit/",
    "/plans/{plan}/return/",
    "/plans/{plan}/finish/",
    "/plans/{plan}/items/new/",
    "/plans/{plan}/sections/new/",
    "/plans/items/{plan_item}/",
    "/pairs/plans/",
    "/pairs/plans/?q=nobody",
    "/pairs/templates/",
    "/pairs/templates/new/",
    "/pairs/attention/",
    "/pairs/attention/settings/",
    "/pairs/journal/",
    "/pairs/load/",
    "/support/",
    "/support/?state=search",
    "/support/{alone}/",
    "/support/{member}/",
]
PLACE = "в школе, кабинет 12"


def pairs(programme, by):
    """The place-holders of the pages; once for all the people of a test."""
    found = Pairing.objects.filter(programme=programme, place=PLACE, is_group=True)
    if not found.exists():
        bind(programme, by)
    group = found.get()
    return meetings_of(group, by) | {
        "pairing": group.public_id,
        "member": group.mentees.first().public_id,
        "signed": PairOrder.objects.get(number="14-ОД").public_id,
        "unsigned": PairOrder.objects.filter(number="").first().public_id,
        "plan": plan_of(group, by).public_id,
        "plan_item": PlanItem.objects.filter(section__plan__pairing=group).first().public_id,
        "alone": CareCase.objects.filter(mentee__programme=programme).first().mentee.public_id,
    }


def plan_of(group, by):
    """An agreed plan from a ready template, with an overdue task and a done one."""
    plan = DevelopmentPlan.objects.filter(pairing=group).first()
    if plan is None:
        day = group.school.today
        plan = plans.begin(
            pairing=group,
            mentee=group.mentees.first(),
            kind="plan",
            template=take(group.school, "any-pupil"),
            starts_on=day,
            ends_on=day + timedelta(days=60),
            goal="Сдать зачёт",
            by=by,
        )
        first, second = PlanItem.objects.filter(section__plan=plan)[:2]
        PlanItem.objects.filter(pk=first.pk).update(due_on=day - timedelta(days=3))
        PlanItem.objects.filter(pk=second.pk).update(done_on=day, actual="Сделано", mark="хорошо")
        for side in (plans.MENTOR, plans.MENTEE):
            plans.agree(plan=plan, side=side, by=by, day=day)
    return plan


def meetings_of(group, by):
    """A meeting that was held and one that is planned."""
    day = group.school.today
    rows = {one.state: one for one in Meeting.objects.filter(pairing=group)}
    if not rows:
        told = Record(day=day, minutes=45, kind="trial", done="Решали задачу", agreed="Повторить", pulse=(4, 5))
        rows["held"] = record(pairing=group, record=told, key=uuid4(), by=by, day=day)
        ahead = Appointment(day=day + timedelta(days=7), at=time(15), place=PLACE)
        rows["planned"] = plan(pairing=group, appointment=ahead, key=uuid4(), by=by, day=day)
    return {"held_meeting": rows["held"].public_id, "planned_meeting": rows["planned"].public_id}


def bind(programme, by):
    """A signed order on a group, one that waits for the signature, a pair that waits for an order."""
    day = programme.school.today
    terms = Terms(day, day + timedelta(days=90), by)
    signed = bound(programme, by, terms, count=2)
    orders.sign(order=signed, version=signed.version, number="14-ОД", day=day, by=by)
    bound(programme, by, terms, count=1)
    planned = Planned(ready_mentor(programme), (ready_mentee(programme),), place="в школе")
    make_by_hand(programme=programme, planned=planned, terms=terms, day=day, by=by, reason="Просьба родителей")
    care_for(ready_mentee(programme), ready_mentor(programme), day, by)


def care_for(mentee, mentor, day, by):
    """A mentee without a pair for whom a mentor has been found, with a closed note."""
    until, words = day + timedelta(days=14), "Познакомить с группой по математике"
    care.decide(mentee=mentee, version=1, decision="search", returns_on=until, comment=words, by=by, day=day)
    CareCall.objects.create(school=mentee.school, mentee=mentee, mentor=mentor, found_on=day, points=8200)
    care.write_note(mentee=mentee, day=day, text="Просит не говорить классу", by=by)


def bound(programme, by, terms, count):
    mentees = tuple(ready_mentee(programme) for _n in range(count))
    reasons = ({"mentee": mentees[0].pk, "points": 8600, "lines": [["Предмет: математика", 40]]},)
    planned = Planned(ready_mentor(programme), mentees, place=PLACE, points=8600, reasons=reasons)
    order, _pairs = make_pairs(
        programme=programme, planned=[planned], terms=terms, day=terms.starts_on, by=by, with_letters=False
    )
    return order
