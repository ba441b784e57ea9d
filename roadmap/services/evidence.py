"""Proof of completion: links and files. A file is examined and stored before the transaction that mentions it."""

import uuid
from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from mentorship.common import uploads
from mentorship.programmes import audit

from ..models import Evidence, evidence_path


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the storage and waits for its row."""

    public_id: uuid.UUID
    path: str
    name: str
    content_type: str
    size: int
    sha256: str


def store(*, upload, kind, school):
    """Put an examined file into the storage. Slow, so it is done outside of a transaction; pictures are drawn anew."""
    name = uploads.tidy_name(upload.name, kind)
    content = uploads.without_metadata(upload, kind) if kind.is_image else upload
    content.seek(0)
    proof = Evidence(school=school)
    path = default_storage.save(evidence_path(proof, name), content)
    digest = uploads.sha256_of(content)
    return StoredFile(proof.public_id, path, name, kind.content_type, content.size, digest)


def discard(file):
    """Take back a stored file whose row was never written."""
    if file:
        default_storage.delete(file.path)


def add(*, activity, by, url="", file=None, step=None, name=""):
    """Write down a link (with words to show in its place), a stored file, or both. Called in the transaction of an
    act."""
    common = {"school_id": activity.school_id, "activity": activity, "step": step, "added_by": by}
    added = []
    if url:
        added.append(Evidence.objects.create(url=url, file_name=name[:255], **common))
    if file:
        added.append(
            Evidence.objects.create(
                public_id=file.public_id,
                file=file.path,
                file_name=file.name,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
                **common,
            )
        )
    for proof in added:
        audit.record(
            by=by, action="evidence.added", row=activity, changes={str(proof._meta.verbose_name): ["", str(proof)]}
        )
    return added


@transaction.atomic
def attach(*, activity, by, url="", file=None):
    """Add a proof without any other act."""
    return add(activity=activity, by=by, url=url, file=file)


@transaction.atomic
def remove(*, proof, by):
    """Take a proof away for good."""
    changes = {str(proof._meta.verbose_name): [str(proof), ""]}
    audit.record(by=by, action="evidence.removed", row=proof.activity, changes=changes)
    drop(proof)


def drop(proof):
    """Delete the row, and the file once the transaction has held."""
    path = proof.file.name
    proof.delete()
    if path:
        transaction.on_commit(partial(default_storage.delete, path))
