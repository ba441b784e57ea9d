"""Who answers, out of the words of a cell: persons with posts, roles, groups."""

import re
from dataclasses import dataclass, field

from ..outline import PartyKind, Responsible
from ..terms.words import plain

CAPITAL = "[А-ЯЁ]"
SURNAME = rf"{CAPITAL}[а-яё]+(?:-{CAPITAL}[а-яё]+)?"
INITIALS = rf"{CAPITAL}\s?\.\s?(?:{CAPITAL}\s?\.?)?"
PATRONYMIC = rf"{CAPITAL}[а-яё]+(?:вич|вна|ична|инична|мич|ьич|евич|овна|оглы|кызы)"
FULL_NAME = rf"{SURNAME}\s+{CAPITAL}[а-яё]+\s+{PATRONYMIC}"
GIVEN_FIRST = rf"{CAPITAL}[а-яё]+\s+{PATRONYMIC}\s+{SURNAME}"
NAME = re.compile(
    rf"(?<![А-Яа-яЁё])(?:{FULL_NAME}|{GIVEN_FIRST}|{SURNAME}\s*{INITIALS}|{INITIALS}\s*{SURNAME})(?![А-Яа-яЁё])"
)
MARKER = re.compile(r"^\s*(?:\d{1,2}\s?[.)](?!\d)|[-–—•·▪*●○])\s*")
ABBREVIATIONS = re.compile(
    r"\b(?:зам|дир|пед|соц|рук|кл|отв|преп|уч|метод|предс|гр|мед|библ|восп|нач|тех)\.(?=\s*[а-яё])", re.IGNORECASE
)
GROUP_WORDS = (
    r"групп|комисси|совет\b|администрац|команд|коллектив|объединени|классные руководител|классных руководител|"
    r"кл\.? ?руководител|педагоги\b|педагогическ\w+ работник|учител(?:я|ей)\b|родител|обучающ|ученики\b|учащ|студент|"
    r"специалисты|сотрудник|служб|кафедр|актив\b|волонт|партнер|мо\b|шмо\b|методическ\w+ объединени|отряд|штаб|"
    r"наставляемые|все участники|участник|представител"
)
ROLE_WORDS = (
    r"директор|заместител|зам\b|зам\.|завуч|куратор|координатор|психолог|наставник|педагог|руководител|методист|"
    r"учитель\b|социальн|соц\b|соц\.|советник|секретар|бухгалтер|библиотекар|вожат|зд[ув]?в?р\b|организатор|председател|администратор|"
    r"логопед|дефектолог|тьютор|воспитател(?:ь|и|я|ю|ем)\b|преподавател|мастер|ответственн|заведующ|специалист|оператор|юрист|"
    r"системн|инженер|инструктор|тренер|врач|медицинск|медсестр|учредител|работодател|глава|начальник|ректор"
)
IS_GROUP = re.compile(rf"(?:^|[\s,(])(?:{GROUP_WORDS})")
IS_ROLE = re.compile(rf"(?:^|[\s,(-])(?:{ROLE_WORDS})")
LOWER_AND = re.compile(r"\s+(?:и|а также)\s+")


@dataclass
class Parties:
    """Those who answer, and the words that look like none."""

    responsible: list[Responsible] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


def read_parties(text):
    """«Директор школы Иванова А. А., рабочая группа.» as a list of responsible parties, in its order."""
    found = Parties()
    for line in re.split(r"[\n;]+", text or ""):
        pending = ""
        for part in _parts(line):
            pending = _read_part(part, pending, found)
        if pending:
            _add(found, _without_name(pending), pending)
    found.responsible = list(dict.fromkeys(found.responsible))
    return found


def _parts(line):
    """The line cut at commas and at «и» between parties; brackets are kept whole."""
    line = re.sub(r"\s+", " ", MARKER.sub("", line)).strip()
    cut, depth, start = [], 0, 0
    for at, letter in enumerate(line):
        depth += (letter == "(") - (letter == ")")
        if letter in "," and depth <= 0:
            cut.append(line[start:at])
            start = at + 1
    cut.append(line[start:])
    parts = [piece for part in cut for piece in _cut_at_and(_cut_at_stops(part))]
    return [clean for part in parts if (clean := _clean(part))]


def _cut_at_stops(text):
    """«Рабочая группа. Директор школы» has two parties; the dots of initials and of «зам.» cut nothing."""
    hidden = ABBREVIATIONS.sub(lambda found: found[0].replace(".", "\u0001"), text)
    hidden = NAME.sub(lambda found: found[0].replace(".", "\u0001").replace(" ", "\u0002") + "\u0003", hidden)
    pieces = re.split(rf"(?:\u0003\.*|\.+)\s+(?={CAPITAL})", hidden)
    return [piece.replace("\u0001", ".").replace("\u0002", " ").replace("\u0003", "") for piece in pieces]


def _cut_at_and(pieces):
    """«Директор и рабочая группа»: cut only when both sides are parties by themselves."""
    for piece in pieces:
        sides = LOWER_AND.split(piece)
        if len(sides) > 1 and all(_is_party(side) for side in sides):
            yield from sides
        else:
            yield piece


def _is_party(text):
    words = plain(text)
    return bool(NAME.search(text) or IS_GROUP.search(words) or IS_ROLE.search(words))


def _clean(text):
    text = re.sub(r"\s+", " ", text).strip(" ,;")
    text = re.sub(r"\.{2,}$", ".", text)
    name_at_end = re.search(rf"{CAPITAL}\s?\.$", text)
    return text if name_at_end else text.rstrip(". ")


def _read_part(part, pending, found):
    """Add the part; a post that waits for a name («директор, Иванова А. А.») is returned as pending."""
    name = NAME.search(part)
    if not name:
        if pending:
            _add(found, _without_name(pending), pending)
        return _pending_or_add(part, found)
    post = _clean((part[: name.start()] + " " + part[name.end() :]).replace("/", " ").strip(" -–—,:()/"))
    person = _name(name[0])
    if not post and pending:
        _put(found, Responsible(PartyKind.PERSON, pending, person))
        return ""
    if pending:
        _add(found, _without_name(pending), pending)
    _put(found, Responsible(PartyKind.PERSON, post or None, person))
    return ""


def _pending_or_add(part, found):
    """A post in small letters after a bare name belongs to that person: «Иванова А. А., директор»."""
    last = found.responsible[-1] if found.responsible else None
    is_post = _without_name(part) == PartyKind.ROLE and not re.search(
        r"(?:ки|ры|ли|ги|ты)\b", plain(part).split(" ")[0]
    )
    if last and last.kind == PartyKind.PERSON and not last.role and is_post and part[:1].islower():
        found.responsible[-1] = Responsible(PartyKind.PERSON, part, last.name)
        return ""
    if is_post:
        return part
    _add(found, _without_name(part), part)
    return ""


def _without_name(text):
    """Role or group of words without a name; None when they look like neither."""
    words = plain(text)
    is_group, is_role = IS_GROUP.search(words), IS_ROLE.search(words)
    if is_group and (not is_role or is_group.start() <= is_role.start()):
        return PartyKind.GROUP
    return PartyKind.ROLE if is_role or is_group else None


def _add(found, kind, text):
    if kind is None:
        found.doubtful.append(text)
    _put(found, Responsible(kind or PartyKind.ROLE, text))


def _put(found, party):
    found.responsible.append(party)


def _name(text):
    """The name as it stands, without spaces at its end."""
    return re.sub(r"\s+", " ", text).strip()


def _letters(text):
    """Letters and figures alone: case, dots, spaces and «ё» make no difference, nor does «зам.»."""
    return re.sub(r"^зам(?=директ)", "заместитель", re.sub(r"[^а-яa-z0-9]", "", plain(text or "")))


def party_key(party):
    """What makes two spellings one party."""
    return party.kind, _letters(party.role), _letters(party.name)


def with_one_spelling(activities):
    """Give every party of the activities the spelling in which it stands first.

    A bare name is the person of that name with a post, when the document has exactly one.
    """
    known, posts = {}, {}
    parties = dict.fromkeys(party for activity in activities for party in activity.responsible)
    for party in parties:
        known.setdefault(party_key(party), party)
        if party.name and party.role:
            posts.setdefault(_letters(party.name), {})[party_key(party)] = known[party_key(party)]
    spelled = {party: _spelled(party, known, posts) for party in parties}
    for activity in activities:
        activity.responsible = list(dict.fromkeys(spelled[party] for party in activity.responsible))


def _spelled(party, known, posts):
    with_post = posts.get(_letters(party.name), {}) if party.name and not party.role else {}
    return next(iter(with_post.values())) if len(with_post) == 1 else known[party_key(party)]


def joined_names(lines):
    """The lines of a cell of people; a name below its post, initials below a surname and «по УВР» go on with it."""
    joined = []
    for line in lines:
        is_post_of_above = len(joined) > 1 and joined[-1][:1].islower() and NAME.fullmatch(joined[-2].strip(" ,"))
        if joined and not is_post_of_above and _goes_on(joined[-1], line.text):
            joined[-1] = f"{joined[-1]} {line.text}"
        else:
            joined.append(line.text)
    return joined


def _goes_on(before, text):
    if before.endswith((",", "-", "–", "—")) or re.match(r"(?:по|и|школы|директора)\b", text):
        return True
    post = re.split(r"[,;]", before)[-1]
    starts_with_name = NAME.match(text) or re.match(r"[А-ЯЁ]\s?\.", text)
    return bool(starts_with_name) and not NAME.search(post) and not re.search(r"групп|руководители", post)
