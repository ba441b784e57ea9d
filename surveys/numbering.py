"""The numbers of the options on a paper blank: the same for as long as the campaign lives.

Options of the school's own rows (words of the vocabulary, people) come and go. A number that has been printed keeps
its meaning: what is new gets the next number, what is gone leaves a hole in the next print and is still understood.
"""

from django.db import transaction

from . import sources
from .content import Kind
from .models import Campaign

CHOSEN = {Kind.SINGLE, Kind.SEVERAL, Kind.WORDS, Kind.RANKING}


def choices_of(campaign, question):
    """``[(key, text)]`` in the order of the printed numbers: own options, then those of the source."""
    own = [(option.key, option.text) for option in question.options]
    return own + sourced(campaign, question) if question.kind in CHOSEN else []


def sourced(campaign, question):
    current = dict(sources.options_in(campaign, question))
    kept = campaign.paper_options.get(question.key, [])
    texts = labels_of(question, [key for key in kept if key not in current]) | current
    return [(key, texts.get(key, "")) for key in dict.fromkeys([*kept, *current])]


def labels_of(question, keys):
    """Words for what the source does not offer any more."""
    source = sources.option_sources.get(question.source)
    return source.labels(keys) if keys and source else {}


@transaction.atomic
def number_options(campaign):
    """Give a lasting number to every option that has none yet; asked when blanks are printed or typed in."""
    questions = [one for one in campaign.survey_version.questionnaire.questions if one.source and one.kind in CHOSEN]
    if not questions:
        return campaign
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    campaign.paper_options = locked.paper_options
    numbers = {one.key: [key for key, _text in sourced(campaign, one)] for one in questions}
    if numbers != locked.paper_options:
        Campaign.objects.filter(pk=campaign.pk).update(paper_options=numbers)
        campaign.paper_options = numbers
    return campaign
