"""Who may do what: the whole matrix, as data.

A cell is ALL (every row of the school), OWN (rows that the person answers for, or of the own classes) or absent.
``docs/access.md`` is printed from it and a test walks every cell. A region operator has no right inside a school.
"""

from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .roles import Role

ALL, OWN = "all", "own"

STAFF = (
    Role.DIRECTOR,
    Role.COORDINATOR,
    Role.DEPUTY,
    Role.CLASS_TEACHER,
    Role.PSYCHOLOGIST,
    Role.WORKING_GROUP,
)
EVERYONE = tuple(Role)
LEADERS = (Role.DIRECTOR, Role.COORDINATOR)


def row(*roles, own=()):
    """One line of the matrix: who may do it everywhere, and who with the own rows only."""
    return dict.fromkeys(roles, ALL) | dict.fromkeys((role for role in own if role not in roles), OWN)


MATRIX = {
    "today.view": row(*EVERYONE),
    "roadmap.view": row(*STAFF),
    "roadmap.edit": row(Role.COORDINATOR),
    "roadmap.approve": row(Role.DIRECTOR),
    "roadmap.publish": row(*LEADERS),
    "activity.complete": row(*LEADERS, own=EVERYONE),
    "activity.view": row(*STAFF, own=EVERYONE),
    "activity.comment": row(*STAFF, own=EVERYONE),
    "activity.remind": row(*LEADERS, Role.DEPUTY, own=STAFF),
    "people.view": row(*LEADERS, Role.DEPUTY, own=(Role.CLASS_TEACHER, Role.PSYCHOLOGIST, Role.MENTOR)),
    "people.edit": row(*LEADERS, Role.DEPUTY, own=(Role.CLASS_TEACHER,)),
    "people.import": row(*LEADERS, Role.DEPUTY, own=(Role.CLASS_TEACHER,)),
    "people.export": row(*LEADERS, Role.DEPUTY, own=(Role.CLASS_TEACHER,)),
    "people.erase": row(*LEADERS),
    "consents.edit": row(*LEADERS, Role.DEPUTY, own=(Role.CLASS_TEACHER,)),
    "selection.view": row(*LEADERS, Role.DEPUTY),
    "selection.edit": row(Role.COORDINATOR),
    "training.view": row(*STAFF, Role.MENTOR),
    "training.edit": row(*LEADERS, Role.DEPUTY),
    "surveys.view": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST, own=(Role.CLASS_TEACHER,)),
    "surveys.edit": row(*LEADERS, Role.DEPUTY),
    "surveys.send": row(*LEADERS, Role.DEPUTY, own=(Role.CLASS_TEACHER,)),
    "surveys.enter": row(*LEADERS, Role.DEPUTY, own=(Role.CLASS_TEACHER,)),
    "surveys.results": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST),
    "surveys.answers": row(Role.COORDINATOR, Role.PSYCHOLOGIST),
    "surveys.confidential": row(Role.COORDINATOR),
    "matching.view": row(*LEADERS, Role.DEPUTY),
    "matching.edit": row(Role.COORDINATOR),
    "matching.choices": row(Role.COORDINATOR),
    "matching.approve": row(*LEADERS),
    "pairs.view": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST, own=(Role.CLASS_TEACHER, Role.MENTOR)),
    "pairs.list": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST, own=(Role.CLASS_TEACHER,)),
    "pairs.edit": row(Role.COORDINATOR),
    "pairs.mine": row(own=(Role.MENTOR, Role.MENTEE)),
    "pairs.pay": row(*LEADERS),
    "orders.view": row(*LEADERS, Role.DEPUTY),
    "meetings.view": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST, own=(Role.MENTOR, Role.MENTEE)),
    "meetings.edit": row(Role.COORDINATOR, own=(Role.MENTOR,)),
    "plans.view": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST, own=(Role.MENTOR, Role.MENTEE)),
    "plans.edit": row(Role.COORDINATOR, own=(Role.MENTOR,)),
    "plans.approve": row(*LEADERS),
    "health.view": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST),
    "health.edit": row(Role.COORDINATOR),
    "help.call": row(own=(Role.MENTEE,)),
    "help.view": row(Role.COORDINATOR, Role.PSYCHOLOGIST),
    "care.view": row(*LEADERS, Role.PSYCHOLOGIST),
    "care.edit": row(Role.COORDINATOR, Role.PSYCHOLOGIST),
    "care.notes": row(Role.PSYCHOLOGIST),
    "doors.print": row(Role.COORDINATOR, Role.DEPUTY, own=(Role.CLASS_TEACHER,)),
    "load.view": row(*LEADERS, Role.DEPUTY),
    "portfolio.view": row(*LEADERS, Role.DEPUTY, own=(Role.MENTOR,)),
    "portfolio.edit": row(Role.COORDINATOR, own=(Role.MENTOR,)),
    "portfolio.confirm": row(Role.COORDINATOR),
    "reports.view": row(*STAFF),
    "dashboard.view": row(*LEADERS, Role.DEPUTY),
    "monitoring.view": row(*LEADERS, Role.DEPUTY, Role.PSYCHOLOGIST),
    "monitoring.edit": row(Role.COORDINATOR),
    "indicators.edit": row(*LEADERS),
    "papers.view": row(*LEADERS, Role.DEPUTY),
    "papers.edit": row(*LEADERS, Role.DEPUTY),
    "papers.templates": row(*LEADERS),
    "orders.number": row(*LEADERS),
    "inspection.make": row(*LEADERS),
    "awards.view": row(*STAFF),
    "awards.edit": row(*LEADERS, Role.DEPUTY),
    "formula.view": row(*EVERYONE),
    "formula.edit": row(Role.COORDINATOR),
    "nominations.make": row(own=(Role.MENTEE,)),
    "nominations.view": row(Role.COORDINATOR),
    "publications.view": row(*LEADERS, Role.DEPUTY),
    "publications.edit": row(*LEADERS),
    "archive.view": row(*STAFF),
    "programme.close": row(*LEADERS),
    "region.answer": row(*LEADERS),
    "settings.view": row(*LEADERS),
    "settings.edit": row(*LEADERS),
    "roles.view": row(*LEADERS),
    "roles.edit": row(*LEADERS),
    "log.view": row(*LEADERS),
}
"""action -> {role: ALL or OWN}."""

ACTION_TITLES = {
    "today.view": _("See what is due today"),
    "roadmap.view": _("See the roadmap"),
    "roadmap.edit": _("Create, import and edit the roadmap"),
    "roadmap.approve": _("Approve roadmaps"),
    "roadmap.publish": _("Publish roadmaps"),
    "activity.complete": _("Tick steps, complete and reopen activities"),
    "activity.view": _("See an activity"),
    "activity.comment": _("Take part in the discussion of an activity"),
    "activity.remind": _("Remind those who answer for an activity"),
    "people.view": _("See people and the registers"),
    "people.edit": _("Add and change people, mentors and mentees"),
    "people.import": _("Bring lists of people in"),
    "people.export": _("Take registers out as files"),
    "people.erase": _("Erase personal data, move classes up"),
    "consents.edit": _("Record, print and withdraw consents"),
    "selection.view": _("See the selection of mentors"),
    "selection.edit": _("Interview and select mentors"),
    "training.view": _("See the training of mentors and its materials"),
    "training.edit": _("Arrange the training of mentors"),
    "surveys.view": _("See questionnaires and who has answered"),
    "surveys.edit": _("Build and publish questionnaires"),
    "surveys.send": _("Ask people to fill questionnaires in"),
    "surveys.enter": _("Type in questionnaires that were filled on paper"),
    "surveys.results": _("See the results of questionnaires"),
    "surveys.answers": _("See who has answered what, take answers out as files"),
    "surveys.confidential": _("See answers that are for the coordinator only"),
    "matching.view": _("See the matching: drafts of pairs, their reasons, its rules"),
    "matching.edit": _("Match mentors and mentees, change drafts and rules, hold group meetings"),
    "matching.choices": _("See whom people chose after a group meeting and whom they would rather not"),
    "matching.approve": _("Approve a draft of pairs"),
    "pairs.view": _("See pairs and groups"),
    "pairs.list": _("Have the list of pairs in the menu"),
    "pairs.edit": _("Make, change and end pairs"),
    "pairs.mine": _("Have the own pairs as the first page"),
    "pairs.pay": _("See and change the terms of paid mentoring"),
    "orders.view": _("See and print orders on pairs"),
    "meetings.view": _("See meetings of pairs and the journal"),
    "meetings.edit": _("Plan and record meetings of pairs"),
    "plans.view": _("See development plans"),
    "plans.edit": _("Write development plans and mark what came of them"),
    "plans.approve": _("Approve development plans"),
    "health.view": _("See which pairs need attention"),
    "health.edit": _("Put a pair aside for a while, change the thresholds of attention"),
    "help.call": _("Call for help"),
    "help.view": _("See calls for help and answer them"),
    "care.view": _("See mentees without a pair"),
    "care.edit": _("Decide what happens with a mentee without a pair"),
    "care.notes": _("Read and write the closed notes of the psychologist"),
    "doors.print": _("Print the codes by which mentees come to their own page"),
    "load.view": _("See the load of mentors"),
    "portfolio.view": _("Read reports and portfolios of mentors"),
    "portfolio.edit": _("Put a mentor's report and portfolio together"),
    "portfolio.confirm": _("Accept reports and confirm portfolios of mentors"),
    "reports.view": _("See and download reports"),
    "dashboard.view": _("See the dashboard of the school"),
    "monitoring.view": _("See the monitoring: satisfaction, quality, impact, indicators"),
    "monitoring.edit": _("Arrange measurements, write SWOT and the coordinator's form"),
    "indicators.edit": _("Set targets, type the bases of indicators and the rule of satisfaction"),
    "papers.view": _("See papers of the programme and the journal of orders"),
    "papers.edit": _("Make papers of the programme"),
    "papers.templates": _("Change the texts of papers"),
    "orders.number": _("Number orders and keep their journal"),
    "inspection.make": _("Take out the folder for an inspection"),
    "awards.view": _("See the register of awards"),
    "awards.edit": _("Enter awards, print and send thanks"),
    "formula.view": _("Read by which rule the best mentors are found"),
    "formula.edit": _("Change the rule by which the best mentors are found"),
    "nominations.make": _("Nominate the own mentor"),
    "nominations.view": _("Read who was nominated for what"),
    "publications.view": _("See what is published"),
    "publications.edit": _("Publish and withdraw pages"),
    "archive.view": _("Read the programmes of past years"),
    "programme.close": _("Close the programme and begin the next one"),
    "region.answer": _("Give figures to the region"),
    "settings.view": _("See the settings of the school"),
    "settings.edit": _("Change the settings of the school"),
    "roles.view": _("See who holds which role"),
    "roles.edit": _("Invite people, give and take roles"),
    "log.view": _("See the log"),
}


@dataclass(frozen=True)
class Access:
    """The rights of one person in one school on one day.

    ``shut`` are actions that nobody does now, because the programme in view is closed: pages offer no button for them.
    """

    roles: frozenset = frozenset()
    shut: frozenset = frozenset()

    def can(self, action, *, own=False):
        """True when a role of the person allows the action; ``own`` says that the row is the person's own."""
        return action not in self.shut and self.allows(action, own=own)

    def allows(self, action, *, own=False):
        """The same of the roles alone: who may change a thing opens its page in the archive too."""
        cells = {MATRIX[action].get(role) for role in self.roles}
        return ALL in cells or (own and OWN in cells)


def requires(action, *, own=False):
    """Close a view to people whose roles do not allow the action: 403.

    With ``own=True`` those who may act on own rows come in, and the view checks the row itself with
    ``request.access.can(action, own=…)``. Without a school nobody comes in.
    """

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not request.access.allows(action, own=own):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.required_action = action
        return checked

    return decorate
