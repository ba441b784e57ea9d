"""What the apps above give to questionnaires, which know nothing of mentors, mentees and registers themselves.

An app registers its sources in ``AppConfig.ready()``. A code is stored with the question or the campaign, so it stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from .content import Kind


@dataclass(frozen=True)
class Invitee:
    """Somebody to be asked. Exactly one of ``subject``, ``user_id`` and ``email`` says who; ``address`` is where a
    letter goes, if anywhere; ``group`` is the class or the post."""

    subject: UUID | None = None
    user_id: int | None = None
    email: str = ""
    address: str = ""
    group: str = ""


@dataclass(frozen=True)
class OptionSource:
    """Options that come from the school's own rows: words of the vocabulary, people to choose among.

    ``options(programme, invitation)`` gives ``(key, text)`` pairs for the person who answers (``invitation`` may be
    None); ``labels(keys)`` gives ``{key: text}`` for reports, today's names of yesterday's keys.
    """

    code: str
    title: str | Promise
    options: Callable
    labels: Callable


@dataclass(frozen=True)
class Audience:
    """Who can be asked. ``choices(programme)`` gives the filters as ``[(value, title, count)]`` (classes, registers);
    ``people(programme, values)`` the invitees of the chosen values, without those who may not be asked;
    ``withheld(programme, values)`` gives ``[(who, reason)]`` for those. Where they may be asked on a ground in words
    nevertheless, ``people`` takes it as ``reason`` and gives them too, and ``include(programme, subjects, reason, row,
    by)`` writes into the log, in the transaction of the asking, who of the asked that was."""

    code: str
    title: str | Promise
    choices: Callable
    people: Callable[..., Iterable[Invitee]]
    withheld: Callable = lambda programme, values: []
    include: Callable | None = None


@dataclass(frozen=True)
class Binding:
    """A field of a register that answers may be proposed for, and the kinds of question that fit it. ``source`` is the
    one source of options whose words the field understands; "" where none does."""

    code: str
    title: str | Promise
    kinds: frozenset[Kind]
    source: str = ""


@dataclass(frozen=True)
class Cut:
    """A way to divide those who answered by what the registers know of them: ``labels_of(programme)`` gives
    ``{subject: label}``. Asked only where names may be seen."""

    code: str
    title: str | Promise
    labels_of: Callable


cuts: dict[str, Cut] = {}
option_sources: dict[str, OptionSource] = {}
audiences: dict[str, Audience] = {}
bindings: dict[str, Binding] = {}
_names: list[Callable] = []
_subjects: list[Callable] = []
_cards: list[Callable] = []
_accounts: list[Callable] = []
_links: list[Callable] = []
_addresses: list[Callable] = []
_narrowings: list[Callable] = []


def register_options(source: OptionSource):
    option_sources[source.code] = source


def register_audience(audience: Audience):
    audiences[audience.code] = audience


def register_binding(binding: Binding):
    bindings[binding.code] = binding


def register_cut(cut: Cut):
    cuts[cut.code] = cut


def register_directory(names: Callable, subjects_of: Callable, *, cards_of=None, accounts_of=None):
    """``names(subjects)`` gives ``{subject: full name}``; ``subjects_of(user)`` the cards that are this account's;
    ``cards_of(users)`` gives ``{account: card}`` and ``accounts_of(subjects)`` ``{card: account}`` of many at once."""
    if names in _names:
        return
    _names.append(names)
    _subjects.append(subjects_of)
    _cards.extend([cards_of] if cards_of else [])
    _accounts.extend([accounts_of] if accounts_of else [])


def names_of(subjects):
    """``{subject: full name}`` of the present day; whoever was erased is not in it."""
    found = {}
    for names in _names:
        found |= names([one for one in subjects if one not in found])
    return found


def subjects_of(user):
    """The cards of registers that belong to an account."""
    return [subject for subjects in _subjects for subject in subjects(user)]


def cards_of(users):
    """``{account: card}`` of the accounts that have one."""
    return {user: card for cards in _cards for user, card in cards(users).items()}


def accounts_of(subjects):
    """``{card: account}`` of the cards whose people sign in."""
    return {card: user for accounts in _accounts for card, user in accounts(subjects).items()}


def register_links(links: Callable):
    """``links(request, campaign)`` gives ``[(title, address)]``: where the work with the answers goes on."""
    if links not in _links:
        _links.append(links)


def links_of(request, campaign):
    return [link for links in _links for link in links(request, campaign)]


def register_addresses(addresses: Callable):
    """``addresses(subjects)`` gives ``{subject: e-mail}`` of those who may be written to."""
    if addresses not in _addresses:
        _addresses.append(addresses)


def addresses_of(subjects):
    """``{subject: e-mail}`` of the present day; questionnaires keep no address of a card."""
    found = {}
    for addresses in _addresses:
        found |= addresses(subjects)
    return found


def options_of(question, programme, invitation=None):
    """The ``(key, text)`` pairs that the question's source gives; empty for a question with options of its own."""
    source = option_sources.get(question.source)
    return list(source.options(programme, invitation)) if source and programme else []


def register_narrowing(narrow: Callable):
    """``narrow(campaign, source, options)`` leaves of the options of a source those that the campaign asks about."""
    if narrow not in _narrowings:
        _narrowings.append(narrow)


def options_in(campaign, question, invitation=None):
    """What a question of a campaign offers: a campaign may be about some of the programme's people only."""
    options = options_of(question, campaign.programme, invitation)
    for narrow in _narrowings if options else ():
        options = narrow(campaign, question.source, options)
    return options
