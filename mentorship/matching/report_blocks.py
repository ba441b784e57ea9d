"""The report of a draft in words: blocks with a table each, the same for the page and for files."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common import charts, ru
from mentorship.common.table import Column, Table
from mentorship.people.models import Mentor

from .reporting import Facts
from .words import rule_words

LINES_ON_A_PAGE, LINES_ON_PAPER = 50, 200
"""Of a long list; the workbook has all of it. A paper of more lines would take a web worker too long."""


@dataclass(frozen=True)
class Block:
    """One question that the report answers: ``lead`` says the answer in a sentence, ``chart`` draws the table."""

    code: str
    table: Table
    lead: str = ""
    chart: object = None

    @property
    def title(self):
        return self.table.title

    @property
    def is_of_people(self):
        return self.code in {"unused", "adults"}

    @property
    def shown(self):
        return self.table.first(LINES_ON_A_PAGE)

    @property
    def hidden(self):
        return max(self.table.count - LINES_ON_A_PAGE, 0)

    @property
    def printed(self):
        return self.table.first(LINES_ON_PAPER)

    @property
    def not_printed(self):
        return max(self.table.count - LINES_ON_PAPER, 0)


def blocks_of(run):
    """Every block that has something to tell of this draft."""
    facts = Facts(run)
    made = (summary, scores, classes, forms, wishes, unused, adults)
    return [block for make in made if (block := make(facts))]


def summary(facts):
    mentees, paired = len(facts.proposals), len(facts.paired)
    mentors = len(facts.knowledge.mentors)
    rows = [
        [_("Mentees"), mentees],
        [_("with a mentor"), counted(paired, mentees)],
        [_("without a pair"), mentees - paired],
    ]
    if mentors:
        rows += [
            [_("Mentors"), mentors],
            [_("with mentees"), counted(len(facts.served & set(facts.mentors)), mentors)],
            [_("Places taken"), counted(paired, facts.places)],
        ]
    if paired:
        rows += [
            [_("Mean score of a pair, of 100"), score(sum(facts.points) / paired / 100)],
            [_("Weakest pair, of 100"), score(min(facts.points) / 100)],
        ]
    rows.append([_("Pairs locked by the coordinator"), facts.locked])
    rows.append([_("Pairs chosen by hand"), facts.by_hand])
    lead = []
    if price := facts.price():
        rows.append([_("Price of the rule “everybody who is willing has somebody”"), price_words(price)])
        lead.append(price_sentence(price))
    if paired and (blocking := facts.blocking()):
        rows.append([_("Pairs who would both score more with each other"), blocking.pairs])
        lead.append(stability_sentence(blocking))
    columns = [Column(_("Figure"), 70), Column(_("Value"), 30, centred=True)]
    return Block("summary", Table(_("In brief"), columns, rows), " ".join(lead))


def counted(part, whole):
    """«87 (96,7 %)»."""
    return f"{charts.number(part)} ({charts.percent(part / whole)})" if whole else charts.number(part)


def score(value):
    return charts.number(round(value, 1))


def price_words(price):
    return percent(price.share)


def percent(share):
    """Small shares with two places, so that a price of 0,07 % is not shown as nothing."""
    return f"{charts.number(round(share * 100, 2), 2)}{ru.NBSP}%"


def price_sentence(price):
    if price.served == price.served_without:
        return _("The rule “everybody who is willing has somebody” costs nothing in this draft.")
    words = _(
        "So that %(served)s mentors and not %(without)s have somebody, the list has given up %(share)s of the points."
    )
    return words % {
        "served": charts.number(price.served),
        "without": charts.number(price.served_without),
        "share": percent(price.share),
    }


def stability_sentence(blocking):
    if not blocking.pairs:
        return _("Stability: no mentor and no mentee would both score more with each other than with those they have.")
    words = ngettext(
        "Stability: %(pairs)s mentor and mentee of %(all)s possible ones would both score more with each other than "
        "now; whom they leave would have to look for somebody else.",
        "Stability: %(pairs)s pairs of %(all)s possible ones would both score more with each other than now; whom they "
        "leave would have to look for somebody else.",
        blocking.pairs,
    )
    return words % {"pairs": charts.number(blocking.pairs), "all": charts.number(blocking.of)}


def scores(facts):
    counts, total = facts.bands(), len(facts.paired)
    if not total:
        return None
    labels = [f"{band * 10}–{band * 10 + 9}" for band in range(9)] + [_("from 90")]
    first = next(band for band, count in enumerate(counts) if count)
    rows = [[labels[band], counts[band], charts.percent(counts[band] / total)] for band in range(first, 10)]
    title = _("How good the pairs are")
    columns = [
        Column(_("Score of 100"), 40),
        Column(_("Pairs"), 30, centred=True),
        Column(_("Share"), 30, centred=True),
    ]
    chart = charts.Bars(
        id="chart-scores",
        title=title,
        rows=[(label, [count]) for label, count, _share in rows],
        words=[[f"{charts.number(count)} ({share})"] for _label, count, share in rows],
        label_title=_("Score of 100"),
    )
    return Block("scores", Table(title, columns, rows), chart=chart)


def classes(facts):
    return groups("classes", _("By class"), _("Class"), facts.classes(), _("Without a class"))


def forms(facts):
    return groups("forms", _("By form of mentoring"), _("Form"), facts.forms(), _("The form is not named"))


def groups(code, title, head, found, nameless):
    columns = [
        Column(head, 32),
        Column(_("Mentees"), 17, centred=True),
        Column(_("with a mentor"), 17, centred=True),
        Column(_("Share"), 17, centred=True),
        Column(_("Mean points of a pair"), 17, centred=True),
    ]
    rows = [
        [
            one.title or nameless,
            one.mentees,
            one.paired,
            charts.percent(one.paired / one.mentees),
            "—" if one.mean is None else score(one.mean),
        ]
        for one in found
    ]
    return Block(code, Table(title, columns, rows)) if rows else None


def wishes(facts):
    of_mentees, of_mentors, mutual = facts.wishes()
    chose = [sum(count for place, count in side.items() if place is not None) for side in (of_mentees, of_mentors)]
    if not any(chose):
        return None
    columns = [
        Column(_("The pair is"), 50),
        Column(_("by the mentee's list"), 25, centred=True),
        Column(_("by the mentor's list"), 25, centred=True),
    ]
    names = {1: _("the first choice"), 2: _("the second choice"), 3: _("the third choice")}
    rows = [[name, of_mentees[place], of_mentors[place]] for place, name in names.items()]
    further = [sum(count for place, count in side.items() if place and place > 3) for side in (of_mentees, of_mentors)]
    if any(further):
        rows.append([_("a further choice"), *further])
    rows += [
        [_("not among the chosen"), of_mentees[0], of_mentors[0]],
        [_("there was no choice"), of_mentees[None], of_mentors[None]],
    ]
    words = ngettext(
        "Both sides chose each other in %(count)s pair.", "Both sides chose each other in %(count)s pairs.", mutual
    )
    return Block("wishes", Table(_("Wishes fulfilled"), columns, rows), words % {"count": charts.number(mutual)})


def unused(facts):
    found = facts.unused()
    if not found:
        return None
    people = Mentor.objects.select_related("person").in_bulk([one.mentor for one in found])
    columns = [Column(_("Mentor"), 36), Column(_("Free places"), 14, centred=True), Column(_("Why nobody"), 50)]
    rows = [
        [people[one.mentor].person.full_name, one.room, why_unused(one, len(facts.knowledge.mentees))]
        for one in found
        if one.mentor in people
    ]
    return Block("unused", Table(_("Mentors without mentees"), columns, rows))


def why_unused(one, mentees):
    if one.room < 1:
        return _("All places are taken.")
    if one.waiting:
        words = ngettext(
            "%(count)s mentee without a pair would suit: match by hand.",
            "%(count)s mentees without a pair would suit: match by hand.",
            one.waiting,
        )
        return words % {"count": charts.number(one.waiting)}
    if one.suits:
        words = ngettext(
            "Suits %(count)s mentee, who has another mentor.",
            "Suits %(count)s mentees, each of whom has another mentor.",
            one.suits,
        )
        return words % {"count": charts.number(one.suits)}
    if one.rule:
        words = _("No mentee suits. Most often in the way: %(rule)s (%(count)s of %(all)s).")
        rule = ", ".join(map(str, rule_words(one.rule)))
        return words % {"rule": rule, "count": charts.number(one.ruled_out), "all": charts.number(mentees)}
    return _("The rules leave no mentee to this mentor.")


def adults(facts):
    pairs = facts.adults_with_minors()
    if not pairs:
        return None
    columns = [
        Column(_("Mentor"), 26),
        Column(_("Mentee"), 26),
        Column(_("Class"), 10, centred=True),
        Column(_("Variant"), 19),
        Column(_("Where and how they meet"), 19),
    ]
    rows = [
        [
            one.mentor.person.full_name,
            one.mentee.person.full_name,
            str(one.mentee.person.school_class or "—"),
            str(one.mentee.variant or one.mentee.form or "—"),
            place_of(one),
        ]
        for one in sorted(pairs, key=lambda one: (one.mentor.person.name_key, one.mentee.person.name_key))
    ]
    return Block("adults", Table(_("Adults with pupils under eighteen"), columns, rows))


def place_of(proposal):
    """Agreed at the approval of the pair; before that nobody has named it."""
    if proposal.pairing and proposal.pairing.place:
        return proposal.pairing.place
    return _("not named") if proposal.pairing else _("named at the approval")
