"""Mail comes at eight of the school's own morning, wherever the school is: the clock is stepped through whole days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django_scopes import scope

from mentorship.notifications.models import Channel, Notification, State
from mentorship.notifications.services.scanning import scan
from mentorship.notifications.services.sending import deliver
from mentorship.programmes.holidays import HOLIDAYS
from mentorship.programmes.models import DayOff, Membership
from mentorship.programmes.roles import Role
from tests.factories import MembershipFactory, ProgrammeFactory, RoadmapFactory, SchoolFactory

from .conftest import Scene

ZONES = ("Europe/Kaliningrad", "Europe/Samara", "Asia/Kamchatka")
STEP = timedelta(minutes=5)
DAY = timedelta(days=1)


@pytest.fixture
def scenes(db):
    """A school in each zone with a deputy, a coordinator, a director and nothing to do yet."""

    def make(zone, year, weekly):
        school = SchoolFactory(time_zone=zone)
        period = {"starts_on": date(year, 9, 1), "ends_on": date(year + 1, 5, 31)}
        roadmap = RoadmapFactory(programme=ProgrammeFactory(school=school, **period))
        scene = Scene(school, roadmap, lambda role, **fields: MembershipFactory(school=school, role=role, **fields))
        scene.settings(has_monday_plan=weekly, has_weekly_summary=weekly)
        with scope(school=school):
            for each in (year, year + 1):
                rows = [DayOff(school=school, day=day, is_working=works) for day, works, _title in HOLIDAYS[each]]
                DayOff.objects.bulk_create(rows)
        return scene

    return lambda year, weekly=False: [make(zone, year, weekly) for zone in ZONES]


def through(first, last):
    """Every five minutes of these days, by Greenwich, beat wakes the scanner and the sender."""
    moment, sent = first, []
    while moment < last:
        scan(moment)
        mail.outbox.clear()
        deliver(moment=lambda at=moment: at)
        sent += [(moment, message.to[0]) for message in mail.outbox]
        moment += STEP
    return sent


def zone_of(scenes):
    """``{address: zone}`` of everybody."""
    with scope(school=[one.school for one in scenes]):
        rows = Membership.objects.values_list("user__email", "school__time_zone")
        return dict(rows)


def local(sent, zones):
    return sorted((moment.astimezone(ZoneInfo(zones[to])), to) for moment, to in sent)


def test_each_school_gets_its_mail_at_eight_of_its_own_morning(scenes):
    made = scenes(2023)
    deputies = [one.deputy() for one in made]
    for one, deputy in zip(made, deputies, strict=True):
        one.activity(date(2024, 3, 20), deputy)
    sent = through(datetime(2024, 3, 18, 18, 30, tzinfo=UTC), datetime(2024, 3, 20, 12, tzinfo=UTC))

    arrived = local(sent, zone_of(made))
    assert {to for _at, to in arrived} >= {deputy.user.email for deputy in deputies}
    assert {at.strftime("%H:%M") for at, _to in arrived} <= {"08:00", "08:05"}
    days = {deputy.user.email: [at.date() for at, to in arrived if to == deputy.user.email] for deputy in deputies}
    assert set(map(tuple, days.values())) == {(date(2024, 3, 19), date(2024, 3, 20))}


def test_over_the_end_of_the_year_the_mail_rests_and_one_letter_makes_up_for_it(scenes):
    """From the last working day of December to the first of January, in three zones, every five minutes."""
    made = scenes(2022, weekly=True)
    for one in made:
        one.activity(date(2023, 1, 4), one.deputy())
        one.activity(date(2023, 1, 6), one.deputy())
    sent = through(datetime(2022, 12, 29, 18, 30, tzinfo=UTC), datetime(2022, 12, 31, tzinfo=UTC))
    sent += through(datetime(2022, 12, 31, tzinfo=UTC), datetime(2023, 1, 10, 12, tzinfo=UTC))

    arrived = local(sent, zone_of(made))
    assert {at.date() for at, _to in arrived} <= {date(2022, 12, 30), date(2023, 1, 9), date(2023, 1, 10)}
    assert {at.strftime("%H:%M") for at, _to in arrived} <= {"08:00", "08:05"}
    after = [to for at, to in arrived if at.date() == date(2023, 1, 9)]
    assert len(after) == len(set(after)) == 3 * 4


def test_the_leap_day_is_a_morning_like_others(scenes):
    made = scenes(2023)
    for one in made:
        one.activity(date(2024, 2, 29), one.deputy())
    sent = through(datetime(2024, 2, 28, 18, 30, tzinfo=UTC), datetime(2024, 2, 29, 12, tzinfo=UTC))
    arrived = local(sent, zone_of(made))
    assert {at.date() for at, _to in arrived} == {date(2024, 2, 29)}
    assert {at.strftime("%H:%M") for at, _to in arrived} <= {"08:00", "08:05"}
    assert len(arrived) == 2 * len(made), "the deputy of the deadline, the coordinator of Mentor's Day"


def test_a_school_chooses_its_hour(scenes):
    made = scenes(2023)
    for one in made:
        one.activity(date(2024, 3, 19), one.deputy())
        one.settings(send_hour=21)
    sent = through(datetime(2024, 3, 18, 22, 30, tzinfo=UTC), datetime(2024, 3, 19, 20, tzinfo=UTC))
    assert {at.strftime("%H:%M") for at, _to in local(sent, zone_of(made))} <= {"21:00", "21:05"}
    assert len(sent) == len(made)


def test_a_letter_that_was_late_waits_for_the_morning_not_for_the_night(scenes):
    """The sender was down from the scan of eight until after the school's evening."""
    made = scenes(2023)
    for one in made:
        one.activity(date(2024, 3, 19), one.deputy())
        scan(one.at(date(2024, 3, 19), 8))
    sent = through(datetime(2024, 3, 19, 18, 30, tzinfo=UTC), datetime(2024, 3, 20, 12, tzinfo=UTC))
    arrived = local(sent, zone_of(made))
    assert {at.strftime("%H:%M") for at, _to in arrived} <= {"08:00", "08:05"}
    assert {at.date() for at, _to in arrived} == {date(2024, 3, 20)}
    assert len(arrived) == len(made)


def test_the_rollover_of_the_school_year_says_nothing_of_the_former_programme(scenes, mailoutbox):
    """On the first of September the school takes its next programme; what was left open stays with the former one."""
    (one, *_others) = scenes(2023)
    former = one.deputy()
    one.activity(date(2024, 5, 29), former)
    next_programme = ProgrammeFactory(school=one.school, starts_on=date(2024, 9, 1), ends_on=date(2025, 5, 31))
    one.school.current_programme = one.roadmap.programme
    one.school.save()
    one.morning(date(2024, 6, 27))
    one.school.current_programme = next_programme
    one.school.save()
    one.send(date(2024, 6, 27))
    assert mailoutbox == []
    with scope(school=one.school):
        lines = Notification.objects.filter(channel=Channel.DIGEST)
        assert set(lines.values_list("state", flat=True)) == {State.WITHHELD}

    roadmap = RoadmapFactory(programme=next_programme)
    new = Scene(one.school, roadmap, one.member)
    successor = new.member(Role.DEPUTY)
    new.activity(date(2024, 9, 3), successor)
    one.morning(date(2024, 9, 2))
    one.send(date(2024, 9, 2))
    to = {address for message in mailoutbox for address in message.to}
    assert successor.user.email in to
    assert former.user.email not in to
