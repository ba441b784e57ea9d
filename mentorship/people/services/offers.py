"""Finding what filled questionnaires say that the registers do not hold, and whose answers they are.

Nothing is done while people answer: a class hour is thirty sheets in half a second. What has come is read when somebody
looks, many sheets with a few queries; reading again makes nothing twice.
"""

from django.db import transaction
from django.db.models import Q

from surveys.models import Campaign, Purpose, Submission
from surveys.services.submitting import BY_HAND

from ..asking.fields import FIELDS, Vocabulary, is_empty, is_same, value_of
from ..asking.registers import Registers
from ..models import Offer, Person, PersonKind, Proposal
from ..names import name_key, same_person_key

AT_ONCE = 200
MOST_AT_ONCE = 2000
ROLES = ("mentee", "mentor")
MENTOR_CODES = ("intake-mentor", "choice-mentor")


def unread(programme):
    """Sheets with names that nobody has read for the registers yet; of those that two people type in, the ones that
    both have typed."""
    rows = Submission.objects.filter(campaign__programme=programme, campaign__deleted_at=None, offer=None)
    typed = Q(campaign__is_checked_twice=False) | ~Q(way__in=BY_HAND) | Q(second__isnull=False)
    return rows.filter(typed, campaign__is_anonymous=False, withdrawn_at=None)


def is_agreed(submission):
    """Nobody has typed the sheet otherwise than the first one did."""
    return submission.second is None or submission.second == submission.answers


def gather(programme, campaign=None):
    """Read what has come since the last look, at most ``MOST_AT_ONCE`` sheets. Answers how many were read."""
    rows = unread(programme)
    keys = rows.values("campaign") if campaign is None else [campaign.pk]
    count = 0
    for one in Campaign.objects.filter(pk__in=keys).select_related("survey_version__survey", "programme"):
        asked = Asked(one)
        while asked.concerns_registers and count < MOST_AT_ONCE:
            read = read_some(one, asked)
            count += read
            if read < AT_ONCE:
                break
    return count


class Asked:
    """What the questionnaire of a campaign asks for the registers."""

    def __init__(self, campaign):
        self.campaign = campaign
        self.is_intake = campaign.survey_version.survey.purpose == Purpose.INTAKE
        questions = () if campaign.is_anonymous else campaign.survey_version.questionnaire.questions
        self.questions = {}
        for question in questions:
            if question.binding in FIELDS and FIELDS[question.binding].kinds:
                self.questions.setdefault(question.binding, []).append(question)
        self.is_named = not campaign.is_anonymous

    @property
    def concerns_registers(self):
        return self.is_named and bool(self.questions or self.is_intake)

    @property
    def roles(self):
        """In what register the answers belong: as the fields say, and the kind of the questionnaire where none says."""
        named = [role for role in ROLES if any(code.startswith(f"{role}.") for code in self.questions)]
        code = self.campaign.survey_version.survey.code
        default = ["mentor" if code.startswith(MENTOR_CODES) else "mentee"] if self.is_intake else []
        return named or default

    def values(self, submission, vocabulary):
        """``{code of the field: value}`` of a sheet, in the order of the registers. Who has filled in the questionnaire
        of the entry has handed it in, whatever else it says."""
        found = {}
        for code, field in FIELDS.items():
            answered = [(one, submission.answers.get(one.key)) for one in self.questions.get(code, ())]
            value = value_of(field, answered, vocabulary) if answered else None
            if value is not None:
                found[code] = value
        if self.is_intake:
            found |= {f"{role}.answered_on": submission.submitted_on.isoformat() for role in self.roles}
        return found


@transaction.atomic
def read_some(campaign, asked):
    """Offers for some unread sheets of the campaign, which is locked: two who look at once read each sheet once."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    rows = (
        unread(campaign.programme)
        .filter(campaign=campaign)
        .select_related("invitation")
        .order_by("submitted_at", "pk")[:AT_ONCE]
    )
    rows = [row for row in rows if is_agreed(row)]
    if not rows:
        return 0
    people = people_behind(rows)
    registers = Registers(campaign.programme, {person.pk for person in people.values()})
    offers = [
        Offer(school_id=campaign.school_id, submission=row, person=people.get(row.pk), is_waiting=False) for row in rows
    ]
    Offer.objects.bulk_create(offers)
    propose(offers, asked, registers)
    return len(rows)


def people_behind(submissions):
    """``{sheet: person}`` of those whom the ticket names: a card, or an account that has one."""
    cards = {row.invitation.subject for row in submissions if row.invitation} - {None}
    users = {row.invitation.user_id for row in submissions if row.invitation} - {None}
    rows = Person.objects.filter(deleted_at=None).filter(Q(public_id__in=cards) | Q(user__in=users))
    by_card = {row.public_id: row for row in rows}
    by_user = {row.user_id: row for row in rows if row.user_id}
    found = {
        row.pk: by_card.get(row.invitation.subject) or by_user.get(row.invitation.user_id)
        for row in submissions
        if row.invitation
    }
    return {pk: person for pk, person in found.items() if person}


def propose(offers, asked, registers):
    """Proposals of what differs; offers that have any wait for a decision."""
    made = []
    for offer in offers:
        if offer.person and offer.person.anonymised_at:
            continue
        differing = differences(offer, asked, registers)
        offer.is_waiting = bool(differing) or offer.person_id is None
        made += differing
    Proposal.objects.bulk_create(made, batch_size=500)
    Offer.objects.filter(pk__in=[one.pk for one in offers if one.is_waiting]).update(is_waiting=True)


def differences(offer, asked, registers):
    found = []
    for code, value in asked.values(offer.submission, registers.vocabulary).items():
        field = FIELDS[code]
        before = registers.current(field, offer.person_id)
        is_older = code.endswith(".answered_on") and before and before >= value
        if not is_older and not is_same(field, before, value):
            before = None if is_empty(field, before) else before
            made = {"school_id": offer.school_id, "offer": offer, "field": code}
            found.append(Proposal(**made, before=before, proposed=value))
    return found


@transaction.atomic
def name_person(offer, person):
    """«Это он»: the answers are this person's, or nobody's again; what differs is found anew. A decided one stays."""
    offer = Offer.objects.select_for_update().select_related("submission__campaign__programme").get(pk=offer.pk)
    if offer.proposals.exclude(state=Proposal.State.WAITING).exists():
        return offer
    offer.person, offer.is_named_by_hand = person, person is not None
    offer.save(update_fields=["person", "is_named_by_hand"])
    read_anew(offer)
    return offer


def read_anew(offer):
    """The proposals of an undecided offer against the registers of the moment."""
    campaign = offer.submission.campaign
    offer.proposals.all().delete()
    Offer.objects.filter(pk=offer.pk).update(is_waiting=False)
    offer.is_waiting = False
    registers = Registers(campaign.programme, [offer.person_id] if offer.person_id else [], Vocabulary())
    propose([offer], Asked(campaign), registers)


def said_by(submission):
    """``(surname, given name, class or "", e-mail)`` that the person has given or is asked by."""
    said, ticket = submission.said, submission.invitation
    if ticket and ticket.user_id:
        user = ticket.user
        return user.surname, user.given_name, "", user.email
    return said.get("surname", ""), said.get("given_name", ""), submission.group, ticket.email if ticket else ""


def candidates(submission, people):
    """Who of the people may have answered, the surest first: ``[(person, is sure)]``."""
    return candidates_of([submission], people)[submission.pk]


def candidates_of(submissions, people):
    """``{sheet: [(person, is sure)]}`` of many sheets with one query.

    A namesake may have a patronymic that the answer has not. Sure is who is the only one of the name in the class that
    was named, the only one with the address that was asked, or the only grown-up of the name where no class was named.
    """
    said = {row.pk: said_by(row) for row in submissions}
    wanted = Q(pk=None)
    for one in said.values():
        wanted |= condition_of(one)
    rows = list(people.filter(wanted).select_related("school_class")) if said else []
    return {pk: surest_first([row for row in rows if may_be(row, one)], one) for pk, one in said.items()}


def condition_of(said):
    surname, given, _group, email = said
    key, condition = name_key(surname, given), Q(pk=None)
    if key:
        condition |= Q(name_key=key) | Q(name_key__startswith=f"{key} ") | Q(same_key=same_person_key(surname, given))
    return condition | Q(email__iexact=email) if email else condition


def may_be(person, said):
    """The same as the condition of the database, for one of the rows that it has given."""
    surname, given, _group, email = said
    key = name_key(surname, given)
    is_named = person.name_key == key or person.name_key.startswith(f"{key} ")
    if key and (is_named or person.same_key == same_person_key(surname, given)):
        return True
    return bool(email) and person.email.lower() == email.lower()


def surest_first(rows, said):
    _surname, _given, group, email = said
    likely = [row for row in rows if fits(row, group, email)]
    sure = likely[0] if len(likely) == 1 else None
    return sorted(((row, row is sure) for row in rows), key=lambda pair: (not pair[1], pair[0].name_key, pair[0].pk))


def fits(person, group, email):
    if group:
        return str(person.school_class or "") == group
    if email:
        return person.email.lower() == email.lower()
    return person.kind != PersonKind.PUPIL


def is_open(offer):
    """May it still be decided? Sheets that a corrected one has replaced, and people made nameless, may not."""
    nameless = offer.person and offer.person.anonymised_at
    return offer.is_waiting and not nameless and offer.submission.withdrawn_at is None
