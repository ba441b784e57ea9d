"""Telling the worker that a draft waits. The poll of the database is the guarantee, this only makes it quicker."""

from mentorship.notifications.services.waking import Bell

wake_worker = Bell("mentorship.matching.tasks.compute_waiting").ring
