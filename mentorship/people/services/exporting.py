"""Taking a register out of the product: what is in the file, who waits for a consent, and who took it."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common import clock, csv, pdf, ru, xlsx
from mentorship.common.stamps import approval
from mentorship.common.table import Table
from mentorship.programmes import audit

from ..consents import may_be_processed, waiting
from ..counterparts import partners_of
from ..models import (
    ExportLayout,
    MenteeTag,
    MentorTag,
    Person,
    PersonView,
    Register,
    Representative,
)
from ..tables import TITLES, Entry, columns_of, official_columns, register_table

MIMES = {"xlsx": xlsx.MIME, "pdf": pdf.MIME, "csv": csv.MIME}
PDF_ROWS = 200
"""More rows than these take a PDF too long; a register of that size is read on a screen anyway."""
SHEET_CHARACTERS = 230
"""Width of the sheet of a register, in characters: sixteen columns need more than the usual paper has."""
INSERT_ROWS = 1000


@dataclass(frozen=True)
class Choice:
    """What the user asked for. ``reason`` says why people without a consent are included; empty leaves them out.

    Who is in several pairs stands in one row with a list, or in a row for each pair (``by_pair``): copies differ.
    """

    register: Register
    columns: tuple[str, ...]
    is_personal: bool = True
    reason: str = ""
    by_pair: bool = False


@dataclass(frozen=True)
class Export:
    """A register ready to be shown or written. ``shown`` are the people whose personal data it has."""

    choice: Choice
    table: Table
    shown: list[Person] = field(default_factory=list)
    total: int = 0
    awaiting: int = 0

    @property
    def left_out(self):
        """People who are not in the file because nobody has signed for them yet."""
        return 0 if self.choice.reason else self.awaiting

    def to_bytes(self, extension, school):
        if extension == "csv":
            return csv.table_to_csv(self.table)
        if extension == "xlsx":
            return xlsx.table_to_xlsx(self.table, across=SHEET_CHARACTERS, has_filters=True)
        if self.table.count > PDF_ROWS:
            raise pdf.PaperTooLong(too_long(self.table.count))
        stamp = approval(
            post=school.director_post,
            school_name=school.name_genitive,
            director_name=school.director_name,
            by_order=False,
        )
        return pdf.table_to_pdf(self.table, stamps=(stamp,))


def too_long(count):
    return ngettext(
        "A PDF holds up to %(limit)s people, and there is %(count)s here. Download the XLSX, or choose a class.",
        "A PDF holds up to %(limit)s people, and there are %(count)s here. Download the XLSX, or choose a class.",
        count,
    ) % {"limit": PDF_ROWS, "count": count}


def file_name(register, day, extension):
    """«База наставляемых 14.03.2022.xlsx»."""
    return f"{TITLES[register]} {ru.short_date(day)}.{extension}"


def make_export(choice, participants, *, school, programme, day, limit=None):
    """The register of these participants, or its first rows, in the same few queries however many there are."""
    awaiting = waiting(participants, day).count()
    rows = may_be_processed(participants, day, reason=choice.reason)
    total = rows.count()
    columns = columns_of(choice.register, choice.columns, is_personal=choice.is_personal)
    entries = entries_of(choice, rows[:limit] if limit else rows, {column.code for column in columns}, school)
    table = register_table(
        choice.register,
        entries,
        columns=columns,
        school=school,
        programme=programme,
        day=day,
        notes=notes_of(choice, awaiting),
    )
    shown = [person for entry in entries for person in (entry.person, *entry.partners)] if choice.is_personal else []
    return Export(choice, table, shown, total, awaiting)


def notes_of(choice, awaiting):
    """What a reader of the paper must know about people without a consent."""
    if not awaiting:
        return []
    people = ru.counted(awaiting, "человек", "человека", "человек")
    if choice.reason:
        return [f"Из них ожидают согласия на обработку персональных данных: {people}. Основание: {choice.reason}"]
    return [f"Не включены без согласия на обработку персональных данных: {people}."]


def entries_of(choice, rows, codes, school):
    """The rows with what their cells need; what no chosen column shows is not asked for."""
    keys = rows.values("pk")
    partners = partners_of(choice.register, keys) if {"partner", "partner_place"} & codes else {}
    representatives = representatives_of(rows.values("person")) if "contacts" in codes else {}
    words = words_of(choice.register, keys)
    entries = []
    for row in rows.select_related("person").prefetch_related("person__school_class", "form"):
        known = representatives.get(row.person_id, []), words.get(row.pk, {}), choice.is_personal
        entries += [Entry(row, school, group, *known) for group in groups_of(partners.get(row.pk, []), choice)]
    return entries


def groups_of(partners, choice):
    """The partners of each row of a participant: all in one, or one in each."""
    return [[one] for one in partners] if choice.by_pair and partners else [partners]


def representatives_of(people):
    """``{minor's id: [links]}`` with the representatives themselves."""
    found = {}
    links = Representative.objects.filter(minor__in=people, person__deleted_at=None, person__anonymised_at=None)
    for link in links.select_related("person"):
        found.setdefault(link.minor_id, []).append(link)
    return found


def words_of(register, keys):
    """``{participant's id: {axis: [words]}}``; a synonym stands for the word that it was merged into."""
    model, name = (MenteeTag, "mentee") if register == Register.MENTEES else (MentorTag, "mentor")
    found = {}
    links = model.objects.filter(**{f"{name}__in": keys}).select_related("tag__merged_into").order_by("tag__title")
    for link in links:
        tag = link.tag.merged_into or link.tag
        words = found.setdefault(getattr(link, f"{name}_id"), {}).setdefault(tag.axis, [])
        if tag.title not in words:
            words.append(tag.title)
    return found


@transaction.atomic
def record_export(export, *, programme, by, extension, day):
    """Write down who took which people out: every minor of a list with names, and the list itself.

    The columns are remembered for the next time. A list without names is in the log too, but nobody's card shows it.
    """
    choice, moment = export.choice, clock.now()
    minors = {person.pk: person for person in export.shown if person.is_minor(day)}
    PersonView.objects.bulk_create(
        [
            PersonView(
                school_id=programme.school_id,
                person_id=pk,
                user=by,
                user_name=by.short_name,
                what=PersonView.What.EXPORT,
                at=moment,
            )
            for pk in minors
        ],
        batch_size=INSERT_ROWS,
    )
    audit.record(
        by=by,
        action="register.exported",
        row=programme,
        name=TITLES[choice.register],
        changes=facts_of(export, extension, len(minors)),
    )
    ExportLayout.objects.update_or_create(
        school_id=programme.school_id, user=by, register=choice.register, defaults={"columns": list(choice.columns)}
    )


def facts_of(export, extension, minors):
    """What the log says of an export, in readable words."""
    choice = export.choice
    facts = {
        _("file"): extension.upper(),
        _("people"): str(export.total),
        _("personal data"): _("yes") if choice.is_personal else _("no, initials"),
    }
    if minors:
        facts[_("minors")] = str(minors)
    if export.awaiting:
        facts[_("without a consent")] = (_("%(count)s included") if choice.reason else _("%(count)s left out")) % {
            "count": export.awaiting
        }
    if choice.reason:
        facts[_("reason")] = choice.reason
    return {name: ["", value] for name, value in facts.items()}


def layout_of(register, user):
    """The columns as the user last took them, else as the form has them."""
    known = ExportLayout.objects.filter(user=user, register=register).values_list("columns", flat=True).first()
    return known or official_columns(register)
