"""Addresses and guests of a group meeting."""

from django.urls import reverse

from mentorship.matching.models import MeetingGuest


def at(name, meeting, *more):
    return reverse(name, args=[meeting.public_id, *more])


def guest(meeting, **who):
    return MeetingGuest.objects.get(meeting=meeting, **who)
