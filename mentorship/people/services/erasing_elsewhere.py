"""Names of erased people in what was written outside of the registers: found by reading, nothing links them.

Titles and plans of a roadmap and its approved versions are documents of the school and stay. What people said about
the work, who answers for it, proofs that are called by the name, drafts and invitations lose the name.
"""

import hashlib
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.notifications.models import Attempt, Notification
from mentorship.programmes.models import Invitation
from roadmap.models import Activity, Comment, Evidence, ImportDraft, ManualReminder, Party, Step

from .erasing_accounts import NOWHERE

SAID = (
    (Comment, ("text",)),
    (ManualReminder, ("text",)),
    (Activity, ("actual_result", "skip_reason")),
    (Step, ("actual_result",)),
    (Attempt, ("answer",)),
)
"""Texts in which somebody may have written about a person."""
_forgetters = []
LETTER = ("subject", "body_text", "body_html", "reason", "address")


def register_forgetter(forget):
    """``forget(traces)`` reads the texts of an app above and takes away what tells the people of the traces."""
    _forgetters.append(forget)


def forget_elsewhere(traces):
    """Everything outside of the registers that tells the people of these traces."""
    for forget in _forgetters:
        forget(traces)
    for model, fields in SAID:
        forget_said(model, fields, traces)
    forget_letters(traces)
    forget_parties(traces)
    forget_drafts(traces)
    forget_invitations(traces)
    for proof in Evidence.objects.all().iterator():
        if traces.are_in([proof.file_name, proof.url]) or traces.has_surname(proof.file_name):
            forget_proof(proof)


def forget_said(model, fields, traces):
    """The words go as a whole: what is left of them around the name would still tell the person."""
    gone = _("The text is gone with the personal data of a person.")
    for pk, *texts in model.objects.values_list("pk", *fields).iterator():
        told = {field: gone for field, text in zip(fields, texts, strict=True) if text and traces.are_in(text)}
        if told and any(one.name == "version" for one in model._meta.fields):
            told["version"] = F("version") + 1
        if told:
            model.objects.filter(pk=pk).update(**told)


def forget_letters(traces):
    for pk, *texts in Notification.objects.values_list("pk", *LETTER).iterator():
        if any(texts) and traces.are_in(texts):
            Notification.objects.filter(pk=pk).update(**dict.fromkeys(LETTER, ""))


def forget_parties(traces):
    """Who answered stays with the post; the number keeps two nameless people of one post apart."""
    for party in Party.objects.exclude(name="", role_text=""):
        if traces.are_in([party.name, party.role_text]):
            role = "" if traces.are_in(party.role_text) else party.role_text
            name = _("Nameless person %(number)d") % {"number": party.pk}
            Party.objects.filter(pk=party.pk).update(name=name, role_text=role)


def forget_drafts(traces):
    """A draft is for a month: one that tells the person goes, what was created of it stays."""
    for draft in ImportDraft.objects.all().iterator():
        texts = [draft.file_name, draft.outline, draft.doubts, draft.unread]
        if traces.are_in(texts) or traces.has_surname(draft.file_name):
            draft.delete()


def forget_invitations(traces):
    for one in Invitation.objects.all():
        if traces.are_in([f"{one.surname} {one.given_name} {one.patronymic}", one.email]):
            nobody = {"surname": "", "given_name": "", "patronymic": "", "post": ""}
            Invitation.objects.filter(pk=one.pk).update(
                **nobody, email=f"invited-{one.pk}@{NOWHERE}", revoked_at=one.revoked_at or clock.now()
            )


def forget_proof(proof):
    """The file leaves the storage; a note in its place keeps the activity proved."""
    old = proof.file.name
    content = _("The file is gone with the personal data of a person.").encode()
    proof.file.save("note", ContentFile(content), save=False)
    Evidence.objects.filter(pk=proof.pk).update(
        url="",
        file=proof.file.name,
        file_name="note.txt",
        content_type="text/plain",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    if old:
        transaction.on_commit(partial(default_storage.delete, old))
