"""Recording consents: one paper, a whole class, mending a mistake, a new version of a text, withdrawal."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import uploads
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.calendar import WorkingCalendar

from ..consent_texts import FIRST_TEXTS
from ..consents import has_consent, signature_rule, text_on
from ..models import Consent, ConsentKind, ConsentText, DistributionItem
from ..models.consents import scan_path

audit.ACTION_TITLES |= {
    "consent.recorded": gettext_lazy("Consent recorded"),
    "consent.edited": gettext_lazy("Record of a consent corrected"),
    "consent.removed": gettext_lazy("Record of a consent removed"),
    "consent.withdrawn": gettext_lazy("Consent withdrawn"),
    "consent.withdrawal_undone": gettext_lazy("Withdrawal of a consent taken back"),
    "consent.overridden": gettext_lazy("People without a consent included, with a reason"),
    "consent.scan_taken": gettext_lazy("Scan of a consent downloaded"),
    "consent.act_taken": gettext_lazy("Act of a withdrawn consent downloaded"),
    "consent.blanks_taken": gettext_lazy("Blanks of consents with names downloaded"),
    "consent_text.versioned": gettext_lazy("New version of the text of a consent"),
}
STOP_PUBLISHING_DAYS = 3
"""Working days in which publishing stops after a demand (152-FZ, article 10.1, part 14)."""
ERASE_DAYS = 30
"""Days in which data are erased after the consent to the processing is withdrawn (152-FZ, article 21, part 5)."""


@dataclass(frozen=True)
class StoredScan:
    """A scan that lies in the storage and waits for its row."""

    path: str
    name: str
    content_type: str


def store_scan(*, upload, kind, school):
    """Put an examined file into the storage under a name of ours; pictures are drawn anew."""
    name = uploads.tidy_name(upload.name, kind)
    content = uploads.without_metadata(upload, kind) if kind.is_image else upload
    content.seek(0)
    path = default_storage.save(scan_path(Consent(school=school, public_id=uuid.uuid4()), name), content)
    return StoredScan(path, name, kind.content_type)


def discard(scan):
    """Take back a stored scan whose row was never written."""
    if scan:
        default_storage.delete(scan.path)


def text_for(kind, day, *, school):
    """The version that a paper of the day has; a school without any text gets the first one here."""
    found = text_on(kind, day, school=school)
    if found:
        return found
    first = {"text": FIRST_TEXTS[ConsentKind(kind)]}
    return ConsentText.objects.get_or_create(school=school, kind=kind, number=1, defaults=first)[0]


@transaction.atomic
def record(*, person, kind, by, places=(), scan=None, **fields):
    """Write down a signed paper. ``places`` are pairs of an item and an address of a consent to publishing."""
    text = fields.pop("text", None) or text_for(kind, fields["signed_on"], school=person.school)
    paper = Consent(school_id=person.school_id, person=person, kind=kind, text=text, **fields)
    if scan:
        paper.scan, paper.scan_name, paper.scan_type = scan.path, scan.name, scan.content_type
    paper.save()
    set_places(paper, places)
    audit.record(by=by, action="consent.recorded", row=paper, name=name_of(paper), changes=facts_of(paper))
    return paper


def record_override(*, people, what, reason, row, by):
    """Write down that people without a consent to the processing were included, in what and on what ground.

    ``people`` are those of them who were included, ``row`` is what the act was about, usually the programme. The entry
    has numbers of cards instead of names: the log is read by more people than the register.
    """
    if not reason.strip():
        raise RuleBroken(_("Write on what ground people without a consent are included."))
    keys = sorted(person.pk for person in people)
    if keys:
        changes = {
            _("reason"): ["", reason],
            _("people"): ["", str(len(keys))],
            _("numbers of cards"): ["", ", ".join(map(str, keys))],
        }
        audit.record(by=by, action="consent.overridden", row=row, name=what, changes=changes)


def set_places(paper, places):
    """What may be published where, in the order in which it is given."""
    paper.items.all().delete()
    DistributionItem.objects.bulk_create(
        DistributionItem(school_id=paper.school_id, consent=paper, item=item, address=address)
        for item, address in dict.fromkeys(places)
    )


def name_of(paper):
    """«Иванов П. С., на обработку персональных данных»."""
    return f"{paper.person}, {paper.get_kind_display()}"


def facts_of(paper):
    """What was written down, for the log."""
    facts = {
        _("signed on"): ["", f"{paper.signed_on:%d.%m.%Y}"],
        _("signed by"): ["", str(paper.get_signer_display())],
    }
    if paper.text:
        facts[_("version")] = ["", str(paper.text.number)]
    return facts


@transaction.atomic
def record_class(*, ticks, signed_on, by, paper="", valid_until=None, places=()):
    """Papers of many people of one day: ``ticks`` are pairs of a person and a kind.

    Who has a consent in force that day is passed over, so that sending the page twice writes nothing twice. Who signs
    is told by the year of birth; the representative is named where there is one only. Returns what was recorded.
    """
    known = {kind: has_consent([person.pk for person, _kind in ticks], kind, signed_on) for kind in ConsentKind}
    recorded = []
    for person, kind in ticks:
        if person.pk in known[kind]:
            continue
        known[kind].add(person.pk)
        signer = signature_rule(person, signed_on).signer
        links = [] if signer == Consent.Signer.SELF else list(person.representatives.all())
        recorded.append(
            record(
                person=person,
                kind=kind,
                by=by,
                signer=signer,
                representative=links[0].person if len(links) == 1 else None,
                signed_on=signed_on,
                valid_until=valid_until,
                paper=paper,
                places=places if kind == ConsentKind.DISTRIBUTION else (),
            )
        )
    return recorded


@transaction.atomic
def correct(*, paper, version, changes, words, by, places=None, scan=None):
    """Mend a record: both the mistake and the correction stay in its history."""
    old = paper.scan.name
    if scan:
        changes |= {"scan": scan.path, "scan_name": scan.name, "scan_type": scan.content_type}
        words |= {_("scan"): [paper.scan_name, scan.name]}
    paper.swap(version, **changes)
    if places is not None:
        set_places(paper, places)
    if scan and old:
        transaction.on_commit(partial(default_storage.delete, old))
    audit.record(by=by, action="consent.edited", row=paper, name=name_of(paper), changes=words)


@transaction.atomic
def remove(*, paper, by):
    """Take away a record that should not be: another person's paper, a paper that was never signed."""
    changes = {field: [after, ""] for field, (_before, after) in facts_of(paper).items()}
    audit.record(by=by, action="consent.removed", row=paper.person, name=name_of(paper), changes=changes)
    path = paper.scan.name
    paper.delete()
    if path:
        transaction.on_commit(partial(default_storage.delete, path))


@transaction.atomic
def new_version(*, kind, text, number, school, by):
    """A new text is a new version: what was signed keeps the old one. ``number`` is the version that the person saw."""
    last = ConsentText.objects.select_for_update().filter(kind=kind).order_by("-number").first()
    if (last.number if last else 0) != number:
        raise EditConflict(_("Somebody has made another version in the meantime."), theirs=last)
    made = ConsentText.objects.create(school=school, kind=kind, number=number + 1, text=text)
    audit.record(
        by=by,
        action="consent_text.versioned",
        row=made,
        name=str(made.get_kind_display()),
        changes={_("version"): [str(number or ""), str(made.number)]},
    )
    return made


_on_withdrawal = []


def register_withdrawal(act):
    """``act(person, day)`` is called when a consent of the person was withdrawn, in the same transaction."""
    if act not in _on_withdrawal:
        _on_withdrawal.append(act)


def together_with(paper, day):
    """The papers that an application of the day ends: this one, and every other of the kind that is in force then.

    A paper that was signed after the application is a new consent and stays.
    """
    valid = Consent.objects.valid_on(day).filter(person=paper.person_id, kind=paper.kind)
    return Consent.objects.filter(Q(pk=paper.pk) | Q(pk__in=valid.values("pk")), withdrawn_on=None)


@transaction.atomic
def withdraw(*, paper, on, reason, by):
    """End all consents of the kind that the person has: another paper of the same kind would keep it in force."""
    rows = list(together_with(paper, on).select_for_update().select_related("person"))
    if not rows:
        raise RuleBroken(_("The consent has been withdrawn already."))
    for row in rows:
        row.swap(row.version, withdrawn_on=on, withdrawal_reason=reason)
        audit.record(
            by=by,
            action="consent.withdrawn",
            row=row,
            name=name_of(row),
            changes={_("withdrawn on"): ["", f"{on:%d.%m.%Y}"], _("reason"): ["", reason]},
        )
    for act in _on_withdrawal:
        act(rows[0].person, on)
    return rows


@transaction.atomic
def take_back_withdrawal(*, paper, by):
    """The withdrawal was written down by mistake: all papers that it ended are in force again."""
    rows = Consent.objects.filter(person=paper.person_id, kind=paper.kind, withdrawn_on=paper.withdrawn_on)
    for row in rows.select_for_update().select_related("person"):
        changes = {_("withdrawn on"): [f"{row.withdrawn_on:%d.%m.%Y}", ""]}
        row.swap(row.version, withdrawn_on=None, withdrawal_reason="")
        audit.record(by=by, action="consent.withdrawal_undone", row=row, name=name_of(row), changes=changes)


def stop_by(day, *, school):
    """The last day of the three working days in which publishing stops, counted from the day after the demand."""
    calendar = WorkingCalendar.of(school, day, day + timedelta(days=60))
    for _number in range(STOP_PUBLISHING_DAYS):
        day = calendar.next_working_day(day + timedelta(days=1))
    return day


def erase_by(day):
    """The last day on which the data may be kept when nothing else than the consent allowed it."""
    return day + timedelta(days=ERASE_DAYS)
