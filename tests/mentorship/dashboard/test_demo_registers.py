"""The register of the demonstration has somebody in every state, and a second call adds nobody."""

from django_scopes import scope

from mentorship.dashboard.demo.registers import make_registers
from mentorship.people.funnel import Funnel, with_state
from mentorship.people.models import Mentee, Mentor
from tests.factories import MembershipFactory


def test_the_invented_register_has_every_state_before_a_pair(school, programme):
    by = MembershipFactory(school=school).user
    with scope(school=school):
        for _time in range(2):
            make_registers(programme, by)
        mentees = set(with_state(Mentee.objects.all(), school.today).values_list("funnel", flat=True))
        mentors = set(with_state(Mentor.objects.all(), school.today).values_list("funnel", flat=True))
        counts = (Mentee.objects.count(), Mentor.objects.count())

    assert counts == (25, 12)
    assert {Funnel.CANDIDATE, Funnel.ANSWERED, Funnel.READY, Funnel.FINISHED, Funnel.LEFT} <= mentees
    assert {
        Funnel.CANDIDATE,
        Funnel.ANSWERED,
        Funnel.CONSENTED,
        Funnel.RESERVE,
        Funnel.REFUSED,
        Funnel.SELECTED,
        Funnel.READY,
    } <= mentors
