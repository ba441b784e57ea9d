"""Questionnaires of people whose data are erased.

Marks and choices stay, they are the school's counts and the changes between two waves; whoever they belong to is a
nameless card. What was written in words, what the person said of oneself and how to reach the person go. An anonymous
questionnaire is nobody's: it is not touched, and nobody could tell which one it is.
"""

from django.db.models import F, Q

from mentorship.common import clock
from surveys.content import Kind
from surveys.models import Campaign, Draft, Invitation, Submission, SurveyLetter

from ..models import Offer, Person, Proposal
from .erasing_accounts import NOWHERE

TEXTS = {Kind.SHORT, Kind.LONG}


def forget_questionnaires(keys):
    """Tickets, drafts, letters and answers of these people."""
    people = Person.objects.filter(pk__in=keys)
    users = list(people.filter(user__isnull=False).values_list("user", flat=True))
    cards = list(people.values_list("public_id", flat=True))
    tickets = Invitation.objects.filter(Q(subject__in=cards) | Q(user__in=users))
    forget_tickets(tickets)
    of_people = Q(invitation__in=tickets.values("pk")) | Q(offer__person__in=keys)
    forget_answers(Submission.objects.filter(of_people))
    offers = Offer.objects.filter(person__in=keys)
    forget_proposals(Proposal.objects.filter(offer__in=offers.values("pk")))
    offers.update(is_waiting=False, batch=None, made={})


def forget_proposals(proposals):
    """That something was proposed and decided stays, and who decided it; what it was goes."""
    proposals.update(before=None, proposed="", replaced=None, applied=None)


def forget_tickets(tickets):
    """Nobody answers by them any more, and nothing of what was begun or sent by letter is kept."""
    Draft.objects.filter(invitation__in=tickets.values("pk")).delete()
    SurveyLetter.objects.filter(invitation__in=tickets.values("pk")).update(reason="")
    tickets.filter(revoked_at=None).update(revoked_at=clock.now())


def forget_answers(submissions):
    """The words go, figures and choices stay; ``said`` goes with them."""
    for row in submissions.select_related("campaign__survey_version").iterator(chunk_size=200):
        if row.campaign.is_anonymous:
            continue
        texts = {one.key for one in row.campaign.survey_version.questionnaire.questions if one.kind in TEXTS}
        changes = {
            "answers": without_words(row.answers, texts),
            "second": without_words(row.second, texts) if row.second else row.second,
        }
        Submission.objects.filter(pk=row.pk).update(**changes, said={})


def without_words(answers, texts):
    kept = {key: value for key, value in answers.items() if key not in texts}
    return {
        key: {name: part for name, part in value.items() if name != "other"} if "other" in value else value
        for key, value in kept.items()
    }


def forget_in_questionnaires(traces):
    """What others wrote about the people, who came by the code of the board, addresses that were typed in."""
    forget_said(traces)
    values = Proposal.objects.values_list("pk", "before", "proposed", "replaced", "applied")
    telling = [pk for pk, *told in values.iterator() if traces.are_in(told)]
    forget_proposals(Proposal.objects.filter(pk__in=telling))
    for ticket in Invitation.objects.exclude(email=""):
        if traces.are_in(ticket.email):
            forget_tickets(Invitation.objects.filter(pk=ticket.pk))
            Invitation.objects.filter(pk=ticket.pk).update(email=f"asked-{ticket.pk}@{NOWHERE}")
    for letter in SurveyLetter.objects.exclude(reason=""):
        if traces.are_in(letter.reason):
            SurveyLetter.objects.filter(pk=letter.pk).update(reason="")
    for campaign in Campaign.objects.all():
        audience = [without_address(part, traces) for part in campaign.audience]
        if audience != campaign.audience:
            Campaign.objects.filter(pk=campaign.pk).update(audience=audience, version=F("version") + 1)


def forget_said(traces):
    """Questionnaires under the name of a person lose all their words, others the answers that tell the person."""
    own = []
    named = Submission.objects.filter(campaign__is_anonymous=False)
    for pk, said, answers, second in named.values_list("pk", "said", "answers", "second").iterator():
        if said and traces.are_in(f"{said.get('surname', '')} {said.get('given_name', '')}"):
            own.append(pk)
        elif traces.are_in([answers, second]):
            kept = {"answers": telling_nobody(answers, traces), "second": second and telling_nobody(second, traces)}
            Submission.objects.filter(pk=pk).update(**kept)
    forget_answers(Submission.objects.filter(pk__in=own))
    forget_proposals(Proposal.objects.filter(offer__submission__in=own))
    Offer.objects.filter(submission__in=own).update(is_waiting=False)


def telling_nobody(answers, traces):
    return {key: value for key, value in answers.items() if not traces.are_in(value)}


def without_address(part, traces):
    values = part.get("values", [])
    kept = [value for value in values if not traces.are_in(str(value))]
    return part if len(kept) == len(values) else part | {"values": kept}
