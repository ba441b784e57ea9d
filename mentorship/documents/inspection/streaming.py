"""A ZIP archive written while it is sent: neither the archive nor a file of it ever stands in memory or on the disk."""

from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PACKED = (".pdf", ".docx", ".xlsx", ".pptx", ".zip", ".jpg", ".jpeg", ".png", ".webp", ".mp4", ".heic")
"""Files that are packed already; packing them again only takes time."""
CHUNK = 64 * 1024


class Pipe:
    """What the archive writes into: the bytes wait here until they are sent."""

    def __init__(self):
        self.waiting = bytearray()

    def write(self, content):
        self.waiting += content
        return len(content)

    def flush(self):
        """Nothing is held back."""

    def take(self):
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def zipped(members, when):
    """Pieces of the archive. ``members`` are pairs of a path and an iterator of bytes, asked for one after another."""
    pipe = Pipe()
    with ZipFile(pipe, "w", allowZip64=True) as archive:
        for path, chunks in members:
            with archive.open(entry_of(path, when), "w", force_zip64=True) as member:
                yield from written(member, chunks, pipe)
            yield pipe.take()
    yield pipe.take()


def entry_of(path, when):
    """How a file stands in the archive."""
    info = ZipInfo(path, date_time=when.timetuple()[:6])
    info.compress_type = ZIP_STORED if path.lower().endswith(PACKED) else ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def written(member, chunks, pipe):
    """Write a file of the archive; answers the pieces that are full in the meantime."""
    for chunk in chunks:
        member.write(chunk)
        if len(pipe.waiting) >= CHUNK:
            yield pipe.take()


def chunks_of(stream):
    """A stored file piece by piece; closed also when the reader goes away."""
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk
