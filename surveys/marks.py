"""Who has begun and who has answered, as bits: one row for a campaign, no order and no moment in it.

Every write locks the row, so two answers at once lose no bit; a mark stays, and setting it again is no news.
"""

from django.db import transaction

from .models import AnsweredMarks


def mark_begun(campaign, number):
    """The ticket's person has opened the first question. True when that was news."""
    return has_news("begun", campaign, number)


def mark_answered(campaign, number):
    """The ticket has been used. True when it had not been: of two who come at once one is told so."""
    return has_news("answered", campaign, number)


def has_news(name, campaign, number):
    if is_set(marks_of(campaign)[name], number):
        return False
    with transaction.atomic():
        marks = locked(campaign)
        if is_set(getattr(marks, name), number):
            return False
        setattr(marks, name, with_bit(getattr(marks, name), number))
        marks.save(update_fields=[name])
    return True


def locked(campaign):
    """The campaign's row of marks, locked to the end of the transaction; made where there is none yet."""
    AnsweredMarks.objects.get_or_create(school_id=campaign.school_id, campaign=campaign)
    return AnsweredMarks.objects.select_for_update().get(campaign=campaign)


def marks_of(campaign):
    row = AnsweredMarks.objects.filter(campaign=campaign).values("answered", "begun").first()
    return row or {"answered": b"", "begun": b""}


def count(campaign):
    """How many tickets have been used."""
    return int.from_bytes(bytes(marks_of(campaign)["answered"])).bit_count()


def count_fetched(campaign):
    """The same for the rows of a list, whose marks were fetched along."""
    return int.from_bytes(fetched(campaign)).bit_count()


def fetched(campaign):
    """The bits of the used tickets of a campaign that was read with ``select_related("marks")``."""
    return bytes(campaign.marks.answered) if hasattr(campaign, "marks") else b""


def answered_numbers(campaign):
    """Numbers of the used tickets."""
    return numbers(marks_of(campaign)["answered"])


def begun_numbers(campaign):
    """Numbers of the tickets whose people have opened the first question."""
    return numbers(marks_of(campaign)["begun"])


def is_answered(campaign, number):
    return is_set(marks_of(campaign)["answered"], number)


def numbers(bits):
    return {8 * place + bit for place, byte in enumerate(bytes(bits)) for bit in range(8) if byte >> bit & 1}


def is_set(bits, number):
    place, bit = divmod(number, 8)
    return place < len(bits) and bool(bits[place] >> bit & 1)


def with_bit(bits, number):
    place, bit = divmod(number, 8)
    changed = bytearray(bits).ljust(place + 1, b"\0")
    changed[place] |= 1 << bit
    return bytes(changed)


@transaction.atomic
def clear_answered(campaign, numbers):
    """Sheets were taken back: these tickets have not answered."""
    marks = locked(campaign)
    changed = bytearray(marks.answered)
    for number in numbers:
        place, bit = divmod(number, 8)
        if place < len(changed):
            changed[place] &= ~(1 << bit) & 0xFF
    marks.answered = bytes(changed)
    marks.save(update_fields=["answered"])
