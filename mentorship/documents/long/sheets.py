"""Certificates and letters of thanks for many people: who gets one, what stands on it, what is wrong."""

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from mentorship.common import pdf, ru
from mentorship.common.stamps import NO_DATE
from mentorship.pairs.models import Pairing, PairingState
from mentorship.people import consents
from mentorship.people.models import Mentee, Mentor
from mentorship.people.services.printing import record_paper

from .. import fields
from ..kinds import KINDS
from ..services.templates import in_force
from .joining import Joined

PIECE = 25
"""Sheets that are laid out at once: the memory that a batch takes however long it is."""
CODE = "sheets"
CERTIFICATE, THANKS = "certificates", "thanks"
MENTORS, MENTEES = "mentors", "mentees"
EVERYBODY, FINISHED, COMPLETED = "everybody", "finished", "completed"
TITLES = {CERTIFICATE: "СЕРТИФИКАТ", THANKS: "БЛАГОДАРСТВЕННОЕ ПИСЬМО"}
FILE_TITLES = {CERTIFICATE: "Сертификаты", THANKS: "Благодарственные письма"}
PAPERS = {CERTIFICATE: "certificate", THANKS: "thanks"}
"""The texts that the school may change, by what is printed."""
OWN_WORDS = "{слова}"
"""The line for words of the writer: in a batch the same for everybody, and no line when there are none."""
NAME_FIELD = re.compile(r"\{\s*участник(\.родительный|\.дательный)?\s*\}")
SIDES = {MENTORS: "наставников", MENTEES: "наставляемых"}
MODELS = {MENTORS: Mentor, MENTEES: Mentee}
WHO = {
    EVERYBODY: _("everybody in the programme"),
    FINISHED: _("whose pair has finished"),
    COMPLETED: _("with the mark “has gone through the programme”"),
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: words before and after the name of the person."""

    school: str
    title: str
    before: tuple
    name: str
    after: tuple
    post: str
    director: str
    city: str
    when: str


def asked_for(programme, wish):
    """The participants that a wish speaks of, by name; ``wish`` has side, who, form, school_class."""
    model = MODELS[wish["side"]]
    rows = model.objects.of(programme)
    if wish["who"] == COMPLETED:
        rows = rows.filter(is_completed=True)
    elif wish["who"] == FINISHED:
        finished = Pairing.objects.filter(deleted_at=None, state=PairingState.FINISHED)
        mine = {"mentor": OuterRef("pk")} if model is Mentor else {"places__mentee": OuterRef("pk")}
        rows = rows.filter(Exists(finished.filter(**mine)))
    if wish.get("form"):
        rows = rows.filter(form=wish["form"])
    if wish.get("school_class"):
        rows = rows.filter(person__school_class=wish["school_class"])
    rows = rows.filter(person__anonymised_at=None)
    return rows.select_related("person__school_class").order_by("person__name_key", "pk")


def to_print(programme, wish, day):
    """Those of them whose data may be processed: nobody else is printed."""
    return consents.may_be_processed(asked_for(programme, wish), day)


def trouble_of(row, wish, *, may_print):
    """What somebody looks at before the sheet of a participant is printed; empty when all is well."""
    if not may_print:
        return _("No consent to the processing of personal data: no sheet is printed.")
    if not row.person.given_name:
        return _("The first name is missing: only the surname will stand on the sheet.")
    if wish["code"] == THANKS and ru.gender_of(row.person.full_name) is None:
        return _("The case of the name cannot be told: it stays as it is written.")
    return ""


def wrong_names(rows, wish):
    """Numbers of the participants whose name somebody looks at before it is printed."""
    names = rows.order_by().values_list("pk", "person__surname", "person__given_name", "person__patronymic")
    return [
        number
        for number, *name in names
        if not name[1] or (wish["code"] == THANKS and ru.gender_of(" ".join(filter(None, name))) is None)
    ]


def name_on_sheet(row, wish):
    """Whom the school thanks stands in the dative, who has a certificate in the nominative."""
    name = row.person.full_name
    return ru.dative(name) if wish["code"] == THANKS else name


def blanks_of(school):
    """What of the school is not known and stays a blank for a pen."""
    known = (
        (school.director_name, _("the director's name")),
        (school.city, _("the city or village")),
    )
    return [words for value, words in known if not value]


def text_of(wish, *, school, programme):
    """The school's own text of the paper with its fields, or None while the product's holds: then words are ours."""
    code = PAPERS[wish["code"]]
    text = in_force(school, code)
    if text.number is None:
        return None
    return OwnText(text, fields.values_of(KINDS[code], programme=programme, day=school.today), wish.get("words", ""))


@dataclass(frozen=True)
class OwnText:
    """A text of the school for many people: the values are read once, only those of the person change."""

    source: object
    values: dict
    words: str = ""

    @property
    def lines(self):
        """Without tables, and without the line of the writer's words when there are none."""
        for line in map(str.strip, self.source.text.splitlines()):
            if line and not line.startswith("{" + fields.TABLE) and (line != OWN_WORDS or self.words):
                yield line

    def words_for(self, person):
        """``(title, before, name, after)``: the first field with the person's name stands large between the words."""
        values = self.values | fields.of_person("участник", person) | {"слова": self.words}
        before, name, after = [], "", []
        for line in self.lines:
            found = None if name else NAME_FIELD.search(line)
            if found:
                name = fields.filled(found.group(), values)
                before.append(fields.filled(line[: found.start()], values).strip(" –—"))
                after.append(fields.filled(line[found.end() :], values).strip(" –—"))
            else:
                (after if name else before).append(fields.filled(line, values))
        heading = fields.filled(self.source.heading, values).upper()
        return heading, list(filter(None, before)), name, list(filter(None, after))


def sheet_of(row, wish, *, school, programme, own=None, day=None):
    """Names stand as the sentence needs them: who «участвовал», whom the school thanks."""
    title, name = TITLES[wish["code"]], name_on_sheet(row, wish)
    if own:
        title, before, name, after = own.words_for(row.person)
    else:
        gender = ru.gender_of(row.person.full_name)
        before, after = WORDS[wish["code"]](isinstance(row, Mentor), gender, programme, wish.get("words"))
    return Sheet(
        school=ru.unbroken(school.full_name),
        title=title,
        before=tuple(map(ru.unbroken, before)),
        name=name,
        after=tuple(map(ru.unbroken, after)),
        post=school.director_post,
        director=ru.signature_name(school.director_name),
        city=school.city,
        when=ru.long_date(day) if day else NO_DATE,
    )


def certificate_words(is_mentor, gender, programme, words):
    verb = {None: "участвовал(а)", "MALE": "участвовал", "FEMALE": "участвовала"}[gender and gender.name]
    role = "в качестве наставника" if is_mentor else "в качестве наставляемого"
    term = f"с {ru.long_date(programme.starts_on)} по {ru.long_date(programme.ends_on)}"
    return ["подтверждает, что"], [
        f"{verb} в {ru.programme(programme.title, 'prepositional')}",
        f"{role} {term}",
        *([words] if words else []),
    ]


def thanks_words(is_mentor, gender, programme, words):
    for_what = (
        "за работу наставником, внимание к наставляемым и личный пример"
        if is_mentor
        else "за активное участие, доверие к наставнику и достигнутые результаты"
    )
    return ["выражается благодарность"], [words or for_what, f"в рамках {ru.programme(programme.title, 'genitive')}"]


WORDS = {CERTIFICATE: certificate_words, THANKS: thanks_words}


def make_sheets(job, out, tell):
    """The batch as one tagged PDF, laid out piece by piece."""
    programme, school, wish = job.programme, job.programme.school, job.wish
    numbers = list(to_print(programme, wish, school.today).values_list("pk", flat=True))
    title, own = title_of(wish), text_of(wish, school=school, programme=programme)
    joined, people = Joined(out, title), []
    tell(0, len(numbers))
    for first in range(0, len(numbers), PIECE):
        found = MODELS[wish["side"]].objects.select_related("person").in_bulk(numbers[first : first + PIECE])
        rows = [found[number] for number in numbers[first : first + PIECE] if number in found]
        joined.add(piece_of([sheet_of(row, wish, school=school, programme=programme, own=own) for row in rows], title))
        people += [row.person for row in rows]
        tell(min(first + PIECE, len(numbers)), len(numbers))
    joined.finish()
    if job.asked_by:
        record_paper(people, title=title, programme=programme, by=job.asked_by, day=school.today)
    return f"{title}.pdf", pdf.MIME


def piece_of(sheets, title):
    return pdf.render_pdf("documents/papers/sheets.html", {"sheets": sheets, "title": title})


def title_of(wish):
    return f"{FILE_TITLES[wish['code']]} {SIDES[wish['side']]}"
