"""What the registers give to questionnaires: whom to ask, what to choose from, and the fields that answers are for."""

from surveys import sources

from .audiences import CLASSES, MENTEES, MENTORS
from .cuts import CUTS
from .directory import accounts_of, addresses_of, cards_of, names_of, subjects_of
from .fields import FIELDS, binding_of
from .links import links_of
from .options import SOURCES


def give_to_questionnaires():
    """Called once, when the product starts."""
    for source in SOURCES:
        sources.register_options(source)
    for audience in (MENTEES, MENTORS, CLASSES):
        sources.register_audience(audience)
    for field in FIELDS.values():
        if field.kinds:
            sources.register_binding(binding_of(field))
    sources.register_directory(names_of, subjects_of, cards_of=cards_of, accounts_of=accounts_of)
    sources.register_addresses(addresses_of)
    for cut in CUTS:
        sources.register_cut(cut)
    sources.register_links(links_of)
