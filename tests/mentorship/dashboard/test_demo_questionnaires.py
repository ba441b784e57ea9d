"""The demonstration has campaigns to look at: running, over, unsigned; and a second call makes no other ones."""

import time
from datetime import date

from django_scopes import scope

from mentorship.dashboard.demo.questionnaires import BOARD, answer, inventor_of, make_questionnaires, opened
from mentorship.dashboard.demo.registers import make_registers
from mentorship.people.models import Proposal
from mentorship.people.services.offers import gather
from mentorship.programmes.starters import give_starters
from surveys.answers import given_of, read_answer
from surveys.builtin import builtins
from surveys.models import Campaign, Submission, Survey
from surveys.path import missing
from surveys.sources import options_of
from tests.factories import MembershipFactory


def made(school, programme):
    by = MembershipFactory(school=school).user
    give_starters(school)
    with scope(school=school):
        make_registers(programme, by)
        began = time.monotonic()
        make_questionnaires(programme, by)
        took = time.monotonic() - began
        make_questionnaires(programme, by)
    return took


def sheets(campaign):
    return Submission.objects.filter(campaign=campaign)


def test_there_are_three_campaigns_made_in_seconds(school, programme):
    assert made(school, programme) < 30
    with scope(school=school):
        running, over, unsigned = (
            Campaign.objects.get(survey_version__survey__code=code)
            for code in ("intake-pupil", "satisfaction-mentee", "satisfaction-parent")
        )
        assert Survey.objects.count() == Campaign.objects.count() == 3
        assert (running.state, over.state, unsigned.state) == ("running", "closed", "closed")
        invited = running.invitations.count()
        assert 5 <= sheets(running).count() < invited
        assert sheets(over).count() >= 40
        assert len(set(sheets(over).values_list("group", flat=True))) >= 4
        assert sheets(unsigned).count() >= 20


def test_nothing_of_the_unsigned_sheets_tells_who_or_when(school, programme):
    made(school, programme)
    with scope(school=school):
        campaign = Campaign.objects.get(is_anonymous=True)
        assert not sheets(campaign).exclude(submitted_at=None).exists()
        assert not sheets(campaign).exclude(group="", said={}, invitation=None).exists()
        assert all(row.submitted_on.day == 1 for row in sheets(campaign))


def test_invented_answers_are_whole_and_offer_something_to_the_registers(school, programme):
    made(school, programme)
    with scope(school=school):
        for row in Submission.objects.select_related("campaign__survey_version"):
            assert missing(row.campaign.survey_version.questionnaire, row.answers) == []
        gather(programme)
        assert Proposal.objects.count() >= 20


def test_the_same_answers_every_time(school, programme):
    made(school, programme)

    def answers():
        with scope(school=school):
            rows = Submission.objects.filter(campaign__is_anonymous=True)
            return sorted(str(sorted(row.answers.items())) for row in rows)

    first = answers()
    with scope(school=school):
        Submission.objects.all().delete()
        Campaign.objects.all().delete()
        Survey.objects.all().delete()
        make_questionnaires(programme, MembershipFactory(school=school).user)
    assert answers() == first


def test_every_ready_questionnaire_is_published_asked_and_answered(school, programme):
    by = MembershipFactory(school=school).user
    give_starters(school)
    with scope(school=school):
        make_registers(programme, by)
        for ready in builtins():
            campaign = opened(programme, by, ready.name, title=ready.title, audience=[BOARD], opens_on=date(2026, 1, 1))
            answer(campaign, inventor_of(campaign), date(2026, 1, 2))
            given = Submission.objects.get(campaign=campaign).answers
            assert missing(ready.content, given) == []
            for question in ready.content.questions:
                if question.key in given:
                    options, value = options_of(question, programme), given[question.key]
                    assert read_answer(question, given_of(question, value), options) == value
