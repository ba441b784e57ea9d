"""Whoever holds the whole database, the log and the list of the invited cannot tell who sent which anonymous answer."""

import hashlib
import logging
import random
import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from surveys import tokens
from surveys.models import Invitation, Submission
from tests.factories import CampaignFactory, InvitationFactory, ProgrammeFactory

PEOPLE = 100
LUCKY = 8
"""Right pairs that a blind guess exceeds once in a million times: about one is expected of any order."""


@pytest.fixture
def answered(school, on_day, caplog):
    """A hundred people answer in an order that the attacker knows; each answer carries its author's number."""
    on_day(2022, 3, 14)
    caplog.set_level(logging.DEBUG)
    with scope(school=school):
        campaign = CampaignFactory(programme=ProgrammeFactory(school=school), is_anonymous=True, open_code="АБВГДЕ")
        tickets = [InvitationFactory(campaign=campaign, number=number) for number in range(PEOPLE)]
    order = random.Random(7).sample(tickets, PEOPLE)
    for ticket in order:
        answer(tokens.link_token(ticket), f"author-{ticket.number}")
    return campaign, tickets, order


def answer(token, text):
    client = Client()
    client.post(reverse("answer", args=[token]))
    client.post(reverse("answer_question", args=[token, "q1"]), {"answer": "other", "own_words": text})
    client.post(reverse("answer_question", args=[token, "q2"]), {"answer": "7"})
    assert client.post(reverse("answer_check", args=[token])).headers["Location"].endswith("/done/")


def rows_on_disk(table):
    """All rows with all columns in the order in which they lie: nothing is sorted."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY {place}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def author_of(row):
    return int(str(row["answers"]).split("author-")[1].split('"')[0].split("'")[0])


def right(pairs):
    return sum(author_of(row) == number for row, number in pairs)


@pytest.mark.django_db(transaction=True)
def test_orders_of_rows_tell_nothing_of_the_people(answered):
    """The attacker pairs rows with people by every order there is: of the disk, of keys, of hashes, of the list."""
    _campaign, _tickets, _order = answered
    sent, invited = rows_on_disk(Submission._meta.db_table), rows_on_disk(Invitation._meta.db_table)
    assert len(sent) == len(invited) == PEOPLE

    for column in [None, *sent[0]]:
        rows = sorted(sent, key=lambda row: str(row[column])) if column else sent
        for other in [None, *invited[0]]:
            people = sorted(invited, key=lambda row: str(row[other])) if other else invited
            pairs = list(zip(rows, [one["number"] for one in people], strict=True))
            if column == "answers":
                continue  # the answers name their authors in this test, so that the guesses can be checked
            assert right(pairs) <= LUCKY, (column, other)


@pytest.mark.django_db(transaction=True)
def test_no_table_keeps_the_order_in_which_people_came(answered):
    """Answers lie on the disk in the order of their coming. So nothing else may: not a letter, a mark, a draft, a
    record. With a list of who came when, which only somebody who stood by has, the same guess finds everybody."""
    _campaign, tickets, order = answered
    sent = rows_on_disk(Submission._meta.db_table)
    hashes = {str(value): one.number for one in tickets for value in (one.link_hash, one.code_hash)}
    numbers = {one.pk: one.number for one in tickets}

    assert right(zip(sent, [one.number for one in order], strict=True)) == PEOPLE
    for model in apps.get_models(include_auto_created=True):
        if model is Submission or not model._meta.managed:
            continue
        rows = rows_on_disk(model._meta.db_table)
        named = [hashes[str(value)] for row in rows for value in row.values() if str(value) in hashes]
        named += [numbers[row["invitation_id"]] for row in rows if row.get("invitation_id") in numbers]
        people = list(dict.fromkeys(named))
        assert right(zip(sent, people, strict=False)) <= LUCKY, model
        assert right(zip(reversed(sent), people, strict=False)) <= LUCKY, model


@pytest.mark.django_db(transaction=True)
def test_no_value_stands_both_with_a_person_and_with_an_answer(answered):
    """No number, text or moment ties an answer to a ticket, a draft or a mark, not even as a digest of it."""
    campaign, tickets, _order = answered
    sent = rows_on_disk(Submission._meta.db_table)
    shared = {str(campaign.pk), str(campaign.school_id)}
    own = [{str(value) for name, value in row.items() if name in {"id", "key"}} for row in sent]
    keys = set().union(*own)
    elsewhere = set()
    for model in apps.get_models(include_auto_created=True):
        if model is not Submission and model._meta.managed:
            elsewhere |= {str(value) for row in rows_on_disk(model._meta.db_table) for value in row.values()}
    digests = {hashlib.sha256(one.encode()).hexdigest() for one in keys}
    versions = {uuid.UUID(one).version for one in keys}

    assert not (keys - shared) & elsewhere
    assert not digests & elsewhere
    assert versions == {4}
    assert len({(row["submitted_on"], row["submitted_at"], row["invitation_id"], row["way"]) for row in sent}) == 1
    assert all(row["submitted_at"] is None and row["invitation_id"] is None and not row["group"] for row in sent)
    assert not rows_on_disk("surveys_draft")
    assert len(tickets) == PEOPLE


@pytest.mark.django_db(transaction=True)
def test_the_log_names_no_way_in(answered, caplog):
    _campaign, tickets, _order = answered
    from mentorship.common.logs import HideSecrets

    for record in caplog.records:
        HideSecrets().filter(record)
    log = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")

    assert "/f/" not in log.replace("/f/…", "")
    assert not any(tokens.link_token(one) in log or tokens.slip_code(one) in log for one in tickets)
