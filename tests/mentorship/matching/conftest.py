"""A group meeting of two mentors and three mentees, and the coordinator who holds it."""

import pytest
from django.urls import reverse

from mentorship.matching.models import GroupMeeting

from .registers import ready_mentee, ready_mentor


@pytest.fixture
def here(programme, on_day):
    on_day(2022, 3, 21)
    programme.school.current_programme = programme
    programme.school.save()
    return programme


@pytest.fixture
def mentors(here):
    return [ready_mentor(here), ready_mentor(here)]


@pytest.fixture
def mentees(here):
    return [ready_mentee(here) for _ in range(3)]


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator")


@pytest.fixture
def meeting(coordinator, mentors, mentees):
    body = {"day": "25.03.2022", "at": "15:00", "place": "Актовый зал", "note": "Короткие беседы", "version": "1"}
    coordinator.post(reverse("matching_meeting_new"), body)
    return GroupMeeting.objects.get()
