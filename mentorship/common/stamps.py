"""Grifs of a paper: who approves it and who has agreed.

A signature, a date and a number that are not known yet are blanks to be filled by pen; nothing is ever drawn as signed.
"""

from dataclasses import dataclass

from mentorship.common import ru

NO_DATE = "«___»\u00a0_________ 20__\u00a0г."
NO_ORDER = f"Приказ от {NO_DATE} №\u00a0____"
NO_PROTOCOL = f"Протокол от {NO_DATE} №\u00a0____"


@dataclass(frozen=True)
class Stamp:
    """``signer`` is printed after the line for the signature; without a signature a body decides by protocol."""

    word: str
    post: str
    basis: str
    signer: str = ""
    has_signature: bool = True

    @property
    def lines(self):
        """The grif line by line."""
        signature = [f"______________\u00a0{self.signer}"] if self.has_signature else []
        return [self.word, self.post, *signature, self.basis]


def approval(*, post, school_name, director_name="", by_order=True, order_date=None, order_number=""):
    """УТВЕРЖДАЮ of the director: by an order with its date and number, or with a date alone.

    «Директор школы» of a school that is named behind it is its «Директор».
    """
    post = post.removesuffix(" школы") if school_name else post
    basis = _order(order_date, order_number) if by_order else NO_DATE
    return Stamp(
        word="УТВЕРЖДАЮ",
        post=f"{post} {school_name}".strip(),
        signer=ru.signature_name(director_name),
        basis=basis,
    )


def accepted_by(body="педагогическим советом", word="ПРИНЯТО"):
    """ПРИНЯТО or СОГЛАСОВАНО by a body; its protocol is a blank."""
    return Stamp(word=word, post=body, basis=NO_PROTOCOL, has_signature=False)


def _order(day, number):
    if not day and not number:
        return NO_ORDER
    when = ru.short_date(day) if day else NO_DATE
    return f"Приказ от {when} №\u00a0{number or '____'}"
