"""Blanks of the three consents, to be signed by pen. What is known is printed, the rest is lines."""

from mentorship.common import ru
from mentorship.common.table import Column, Table

from ..consent_texts import TABLE_MARK, filled
from ..models import Consent, ConsentKind, PersonKind
from .paper import Line, Paper, Signature

TITLE = "СОГЛАСИЕ"
SUBTITLES = {
    ConsentKind.PARTICIPATION: "на участие в программе наставничества",
    ConsentKind.PROCESSING: "на обработку персональных данных",
    ConsentKind.DISTRIBUTION: (
        "на обработку персональных данных, разрешённых субъектом персональных данных для распространения"
    ),
}
FULL_NAME = "(фамилия, имя, отчество)"
DOCUMENT = "Документ, удостоверяющий личность (вид, серия, номер, кем и когда выдан):"
ITEMS = (
    "Фамилия, имя, отчество",
    "Фотография",
    "Класс (должность)",
    "Достижения в программе",
    "Отзыв о программе",
)
FILE_TITLE = "Бланки согласий"


def blank(kind, text, *, school, programme, person=None, representative=None, relation="", signer):
    """One blank. Without a person it is for anybody: every name is a line."""
    kind = ConsentKind(kind)
    values = values_of(school, programme, person, representative)
    before, _mark, after = text.partition(TABLE_MARK)
    has_table = kind == ConsentKind.DISTRIBUTION
    return Paper(
        title=TITLE,
        subtitle=SUBTITLES[kind],
        lines=tuple(lines_of(kind, person, representative, relation, signer)),
        paragraphs=paragraphs_of(before, values),
        table=table_of(school) if has_table else None,
        after=paragraphs_of(after, values),
        signatures=tuple(signatures_of(person, representative, signer)),
    )


def values_of(school, programme, person, representative):
    """What stands for the placeholders of the text."""
    return {
        "школа": school.full_name,
        "адрес школы": school.address,
        "сайт": school.site,
        "директор": school.director_name,
        "программа": programme.title if programme else "",
        "годы": programme.years if programme else "",
        "участник": person.full_name if person else "",
        "класс": str(person.school_class or "") if person else "",
        "представитель": representative.full_name if representative else "",
    }


def paragraphs_of(text, values):
    return tuple(ru.unbroken(filled(line.strip(), values)) for line in text.splitlines() if line.strip())


def lines_of(kind, person, representative, relation, signer):
    """Who speaks and about whom, with the lines that the law wants on this kind of paper."""
    is_alone = signer == Consent.Signer.SELF
    if is_alone:
        yield Line("Я,", about(person), FULL_NAME)
        yield from particulars(kind)
        return
    yield Line("Я,", representative.full_name if representative else "", FULL_NAME)
    yield from particulars(kind)
    authority = "степень родства; для опекуна – документ о полномочиях"
    yield Line("законный представитель", relation, f"({authority})")
    yield Line("участника", about(person), "(фамилия, имя, отчество, класс)")
    if kind == ConsentKind.PROCESSING:
        yield from particulars(kind)


def particulars(kind):
    """Address and document for the processing, a way to get in touch for publishing: by pen only."""
    if kind == ConsentKind.PROCESSING:
        yield Line("Адрес:")
        yield Line(DOCUMENT, lines=2)
    elif kind == ConsentKind.DISTRIBUTION:
        yield Line("Телефон, адрес электронной почты или почтовый адрес:")


def about(person):
    """«Иванов Пётр Сергеевич, 8 «Б»»."""
    if person is None:
        return ""
    school_class = str(person.school_class or "") if person.kind == PersonKind.PUPIL else ""
    return ", ".join(part for part in (person.full_name, school_class) if part)


def table_of(school):
    """What may be published, and at which addresses; every cell is answered by pen."""
    site = school.site or "сайт школы: ____________"
    columns = [
        Column("Что размещается", 25),
        Column(f"На сайте школы {site}", 23),
        Column("По адресу ____________________ ____________________", 23),
        Column("Условия и запреты (по желанию)", 29),
    ]
    return Table("Что и где можно размещать", columns, [[item, "", "", ""] for item in ITEMS])


def signatures_of(person, representative, signer):
    if signer in (Consent.Signer.REPRESENTATIVE, Consent.Signer.BOTH):
        yield Signature("Законный представитель", representative.full_name if representative else "")
    if signer in (Consent.Signer.SELF, Consent.Signer.BOTH):
        yield Signature("Участник", person.full_name if person else "")
