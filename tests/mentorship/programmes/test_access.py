"""The matrix of who may do what: cell by cell, on paper and at the pages."""

from datetime import date
from itertools import product

import pytest
from django.conf import settings
from django.urls import get_resolver
from django_scopes import scope

from mentorship.matching.models import GroupMeeting
from mentorship.matching.participants import Knowledge
from mentorship.matching.rules import Rules
from mentorship.monitoring.services import region
from mentorship.pairs.models import MentorReport
from mentorship.people.models import Person
from mentorship.programmes.access import ACTION_TITLES, ALL, MATRIX, OWN, Access
from mentorship.programmes.management.commands.print_access import access_as_markdown
from mentorship.programmes.models import MembershipClass, Region
from mentorship.programmes.roles import Role
from roadmap.models import Roadmap
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    CampaignFactory,
    MatchingRunFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PartyFactory,
    PlanFactory,
    SchoolClassFactory,
    StageFactory,
)

CELLS = list(product(MATRIX, Role))
PAGES = {
    "today.view": "/today/",
    "roadmap.view": "/stages/{stage}/",
    "roadmap.edit": "/activities/{activity}/edit/",
    "roadmap.approve": "/roadmap/approve/",
    "roadmap.publish": "/roadmap/publish/",
    "activity.complete": "/activities/{activity}/complete/",
    "activity.view": "/activities/{activity}/",
    "activity.comment": "/activities/{activity}/comments/",
    "activity.remind": "/remind/?activity={activity}",
    "people.view": "/people/",
    "people.edit": "/people/new/",
    "people.import": "/people/import/",
    "people.export": "/people/export/",
    "people.erase": "/people/rollover/",
    "consents.edit": "/consents/",
    "selection.view": "/people/selection/",
    "selection.edit": "/people/selection/criteria/",
    "training.view": "/training/",
    "training.edit": "/training/new/",
    "surveys.view": "/surveys/",
    "surveys.edit": "/surveys/new/",
    "surveys.send": "/campaigns/new/",
    "surveys.enter": "/campaigns/paper/",
    "surveys.results": "/campaigns/results/",
    "surveys.answers": "/campaigns/{campaign}/results/people/",
    "surveys.confidential": "/campaigns/{campaign}/results/confidential/",
    "matching.view": "/matching/",
    "matching.edit": "/matching/exclusions/new/",
    "matching.choices": "/matching/meetings/{meeting}/choices/",
    "matching.approve": "/matching/drafts/{run}/approve/",
    "pairs.view": "/pairs/{pairing}/",
    "pairs.mine": "/pairs/mine/",
    "pairs.list": "/pairs/",
    "pairs.edit": "/pairs/new/",
    "pairs.pay": "/pairs/{pairing}/paid/",
    "plans.view": "/pairs/{pairing}/plan/",
    "plans.edit": "/plans/{plan}/edit/",
    "plans.approve": "/plans/{plan}/return/",
    "health.view": "/pairs/attention/",
    "health.edit": "/pairs/attention/settings/",
    "meetings.view": "/pairs/{pairing}/meetings/",
    "meetings.edit": "/pairs/{pairing}/meetings/new/",
    "orders.view": "/pairs/orders/",
    "help.call": "/pairs/mine/help/?pair={pairing}",
    "help.view": "/help-calls/",
    "doors.print": "/pairs/codes/",
    "care.view": "/support/",
    "care.edit": "/support/{mentee}/undo/0/",
    "care.notes": "/support/{mentee}/notes/",
    "load.view": "/pairs/load/",
    "portfolio.view": "/pairs/portfolios/",
    "portfolio.edit": "/pairs/{pairing}/reports/new/",
    "portfolio.confirm": "/pairs/reports/{report}/return/",
    "dashboard.view": "/dashboard/",
    "monitoring.view": "/monitoring/quality/",
    "monitoring.edit": "/monitoring/nine/new/",
    "indicators.edit": "/monitoring/indicators/targets/",
    "inspection.make": "/papers/inspection/",
    "papers.view": "/papers/",
    "awards.view": "/awards/",
    "awards.edit": "/awards/new/",
    "formula.view": "/awards/formula/",
    "formula.edit": "/awards/formula/fix/",
    "nominations.make": "/awards/nominate/{helper}/",
    "nominations.view": "/awards/nominations/",
    "publications.view": "/publications/",
    "publications.edit": "/publications/acts/new/",
    "archive.view": "/archive/",
    "programme.close": "/archive/close/",
    "region.answer": "/region-request/{asked}/",
    "papers.edit": "/papers/new/",
    "papers.templates": "/papers/texts/",
    "orders.number": "/orders/new/",
    "reports.view": "/reports/",
    "settings.view": "/settings/",
    "settings.edit": "/settings/school/",
    "roles.view": "/settings/roles/",
    "roles.edit": "/settings/roles/invite/",
    "log.view": "/log/",
}
"""One address of each action; a new action needs one."""

CHOOSES_ROWS = {
    "people.view",
    "surveys.view",
    "surveys.enter",
    "pairs.list",
    "pairs.mine",
    "doors.print",
    "portfolio.view",
}
"""Actions whose page opens to everybody who may see something of one's own: there is always the own card, and a list of
the own classes' questionnaires, which may be empty."""


def required_actions(patterns=None):
    for pattern in patterns or get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from required_actions(pattern.url_patterns)
        elif action := getattr(pattern.callback, "required_action", None):
            yield action


def test_every_action_has_a_title_and_a_page():
    assert set(MATRIX) == set(ACTION_TITLES) == set(PAGES)


def test_every_closed_view_names_an_action_of_the_matrix():
    assert set(required_actions()) <= set(MATRIX)


@pytest.mark.parametrize(("action", "role"), CELLS)
def test_a_role_can_what_its_cell_says(action, role):
    access, cell = Access(frozenset({role})), MATRIX[action].get(role)

    assert access.can(action) == (cell == ALL)
    assert access.can(action, own=True) == (cell in (ALL, OWN))


def test_several_roles_add_up():
    both = Access(frozenset({Role.MENTOR, Role.COORDINATOR}))

    assert both.can("roadmap.edit")
    assert not Access().can("today.view", own=True)


@pytest.mark.parametrize(("action", "role"), CELLS)
@pytest.mark.parametrize("is_own", [False, True])
def test_the_page_opens_for_exactly_those_of_the_cell(action, role, is_own, roadmap, member, client_of):
    person = member(role)
    activity = ActivityFactory(stage=StageFactory(roadmap=roadmap))
    if is_own:
        AssignmentFactory(activity=activity, party=PartyFactory(school=roadmap.school, membership=person))
    if is_own and role == Role.CLASS_TEACHER:
        with scope(school=roadmap.school):
            own_class = SchoolClassFactory(school=roadmap.school)
            MembershipClass.objects.create(school=roadmap.school, membership=person, school_class=own_class)
    if action == "roadmap.publish":
        Roadmap.unscoped.filter(pk=roadmap.pk).update(state=Roadmap.State.APPROVED)
    campaign = CampaignFactory(programme=roadmap.programme) if "{campaign}" in PAGES[action] else None
    path = PAGES[action].format(
        stage=activity.stage_id,
        activity=activity.pk,
        campaign=campaign.public_id if campaign else "",
        **matching_of(roadmap.programme, PAGES[action]),
        **pair_of(roadmap.programme, PAGES[action], person if is_own else None),
    )
    client = client_of(person)

    answers = {client.get(path).status_code, client.post(path).status_code}

    cell = MATRIX[action].get(role)
    may_enter = cell == ALL or (cell == OWN and (is_own or action in CHOOSES_ROWS))
    assert bool(answers & {200, 302, 422}) == may_enter
    if not may_enter:
        assert answers <= {403, 404, 405}


def matching_of(programme, path):
    """The draft and the group meeting that an address asks for."""
    found = {}
    if "{run}" in path:
        knowledge = {"rules": Rules().to_dict(), "knowledge": Knowledge((), (), 2022).to_dict()}
        found["run"] = MatchingRunFactory(programme=programme, snapshot=knowledge).public_id
    if "{mentee}" in path:
        with scope(school=programme.school):
            found["mentee"] = MenteeFactory(programme=programme).public_id
    if "{meeting}" in path:
        found["meeting"] = GroupMeeting.unscoped.create(
            school=programme.school, programme=programme, day=programme.starts_on
        ).public_id
    return found


def pair_of(programme, path, membership):
    """The pair that an address asks for; it is that of the person, when a mentor or a mentee is given."""
    if "{asked}" in path:
        return {"asked": asked_of(programme.school)}
    if not any(name in path for name in ("{pairing}", "{report}", "{plan}", "{helper}")):
        return {}
    with scope(school=programme.school):
        mentor, mentee = MentorFactory(programme=programme), MenteeFactory(programme=programme)
        own = {Role.MENTOR: mentor, Role.MENTEE: mentee}.get(membership and membership.role)
        if own:
            Person.objects.filter(pk=own.person_id).update(user=membership.user)
        if membership and membership.role == Role.CLASS_TEACHER:
            Person.objects.filter(pk=mentee.person_id).update(school_class=membership.classes.get())
        if "/paid/" in path:
            Person.objects.filter(pk__in=[mentor.person_id, mentee.person_id]).update(kind="teacher")
        pairing = PairingFactory(programme=programme, mentor=mentor, mentees=[mentee])
        plan = PlanFactory(pairing=pairing, state="agreed") if "{plan}" in path else None
        term = {"starts_on": "2022-03-01", "ends_on": "2022-03-31", "school": programme.school}
        report = MentorReport.objects.create(pairing=pairing, **term) if "{report}" in path else None
        found = {"pairing": pairing, "report": report, "plan": plan, "helper": mentor}
        return {name: row and row.public_id for name, row in found.items()}


def asked_of(school):
    """A request of the region to the school."""
    school.region = Region.objects.create(title="Область")
    school.save()
    day = date(2022, 3, 14)
    return region.ask(region=school.region, title="Сведения", words="", as_of=day, due_on=day, by=None).public_id


def test_the_printed_matrix_is_current():
    assert (settings.BASE_DIR / "docs" / "access.md").read_text() == access_as_markdown(), "run manage.py print_access"
