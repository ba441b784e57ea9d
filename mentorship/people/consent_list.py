"""Who has which consents: people with their papers, for the list, the grid of a class and the blanks."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from .consent_texts import FIRST_TEXTS
from .consents import consent_in_force, missing, signature_rule
from .models import Consent, ConsentKind, ConsentText, DistributionItem, Mentee, Mentor, PersonKind, Representative
from .papers.blanks import blank


@dataclass(frozen=True)
class Held:
    """One kind of consent of one person: the paper in force, or the last one that is not."""

    kind: str
    label: str
    paper: Consent | None
    is_valid: bool

    @property
    def is_over(self):
        return self.paper is not None and not self.is_valid and not self.paper.withdrawn_on


def people_of_programme(people, programme, *, mentees=True, mentors=True):
    """Those of the people who take part in the programme."""
    in_programme = Q(pk=None)
    for model, is_wanted in ((Mentee, mentees), (Mentor, mentors)):
        if is_wanted and programme:
            in_programme |= Q(pk__in=model.objects.of(programme).values("person"))
    return people.filter(in_programme)


def filtered(people, wanted, *, programme, day):
    """The people whom the filters of the list leave. Parents stand among participants only."""
    who = wanted.get("who")
    if who == "all":
        people = people.exclude(kind=PersonKind.PARENT)
    else:
        people = people_of_programme(people, programme, mentees=who != "mentors", mentors=who != "mentees")
    if wanted.get("q"):
        people = people.named(wanted["q"])
    if wanted.get("school_class"):
        people = people.filter(school_class=wanted["school_class"])
    if wanted.get("missing"):
        people = people.filter(missing("" if wanted["missing"] == "any" else wanted["missing"], day))
    return people


def with_papers(people):
    """People with their class, their consents and their representatives, in four queries however many they are."""
    representatives = Representative.objects.select_related("person")
    return people.select_related("school_class").prefetch_related(
        "consents", Prefetch("representatives", representatives)
    )


def held_by(person, day):
    """The three kinds of consents of a person whose papers are read."""
    papers = list(person.consents.all())
    found = []
    for kind in ConsentKind:
        own = [paper for paper in papers if paper.kind == kind]
        valid = [paper for paper in own if is_valid(paper, day)]
        found.append(Held(kind.value, str(kind.label), (valid or own or [None])[0], bool(valid)))
    return found


def is_valid(paper, day):
    """The same as ``ConsentQuerySet.valid_on``, for a paper that is read."""
    is_over = (paper.valid_until and paper.valid_until < day) or (paper.withdrawn_on and paper.withdrawn_on <= day)
    return paper.signed_on <= day and not is_over


def class_totals(people, day):
    """``(class, pupils, with participation, with processing)`` of every class that has people here."""
    rows = (
        people.exclude(school_class=None)
        .annotate(
            takes_part=consent_in_force(ConsentKind.PARTICIPATION, day),
            is_processed=consent_in_force(ConsentKind.PROCESSING, day),
        )
        .order_by("school_class__grade", "school_class__letter")
        .values_list("school_class", "takes_part", "is_processed")
    )
    totals = {}
    for pk, takes_part, is_processed in rows:
        count = totals.setdefault(pk, [0, 0, 0])
        count[0] += 1
        count[1] += takes_part
        count[2] += is_processed
    return totals


def published_of(person, rows):
    """What may stand in public because of these papers: pairs of a title and an address, links to cases among them."""
    titles = dict(DistributionItem.Item.choices)
    items = DistributionItem.objects.filter(consent__in=rows).values_list("item", "address")
    found = [(str(titles[item]), address) for item, address in items]
    for model in (Mentee, Mentor):
        urls = model.objects.living().filter(person=person).exclude(case_url="").values_list("case_url", flat=True)
        found += [(str(titles["review"]), url) for url in urls]
    return list(dict.fromkeys(found))


def blanks_of(people, kinds, *, school, programme, day):
    """Blanks of these kinds for each of the people, one after another; for nobody one empty blank a kind."""
    texts = last_texts()
    common = {"school": school, "programme": programme}
    if people is None:
        both = Consent.Signer.BOTH
        return [blank(kind, texts[kind], signer=both, **common) for kind in kinds]
    made = []
    for person in people:
        signer = signature_rule(person, day).signer
        links = list(person.representatives.all())
        link = links[0] if len(links) == 1 else None
        made += [
            blank(
                kind,
                texts[kind],
                person=person,
                representative=link.person if link else None,
                relation=link.relation if link else "",
                signer=signer,
                **common,
            )
            for kind in kinds
        ]
    return made


def last_texts():
    """The newest text of each kind; the first ones of the product where the school has none."""
    texts = dict(FIRST_TEXTS)
    for text in ConsentText.objects.order_by("number"):
        texts[ConsentKind(text.kind)] = text.text
    return {kind.value: text for kind, text in texts.items()}


def class_people(people, school_class):
    """Pupils of a class who learn here now."""
    return people.filter(kind=PersonKind.PUPIL, school_class=school_class, has_left=False)
