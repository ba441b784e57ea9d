"""What people have answered: figures, written answers, tables, waves. Who answered what is seen by few."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from .. import comparing, crossing, raw, sources
from ..answers import OTHER
from ..figures import Results
from ..models import Campaign
from ..own import campaign_for, campaigns_of
from ..progress import class_order
from ..result_papers import week_days
from ..results import submissions_of, texts_of
from ..shapes import TEXTS
from ..suppression import LEAST

PER_PAGE = 30
TEXTS_PER_PAGE = 50
TEXTS_ON_PAGE = 3


class Window:
    """One page of a list whose length is known, for Paginator."""

    def __init__(self, rows, total):
        self.rows, self.total = rows, total

    def __len__(self):
        return self.total

    def __getitem__(self, place):
        return self.rows


def counted_campaign(request, public_id, action="surveys.results"):
    """The campaign that has begun, or 404."""
    campaign = campaign_for(request, public_id, action)
    if campaign.state == Campaign.State.DRAFT:
        raise Http404
    return campaign


def is_guarded(request, campaign):
    """Are only figures to be seen from which nobody is recognised?

    So for everybody where the campaign is anonymous, and where it has names for whoever may not see who answered what.
    """
    return campaign.is_anonymous or not request.access.can("surveys.answers")


def results_of(request, campaign, **more):
    return Results(campaign, guarded=is_guarded(request, campaign), day=request.today, **more)


@require_safe
@requires("surveys.results")
def results_index(request):
    rows = campaigns_of(request, "surveys.results").exclude(state=Campaign.State.DRAFT)
    page_obj = Paginator(rows.order_by("-opens_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/results_index.html", {"page_obj": page_obj})


@require_safe
@requires("surveys.results")
def results(request, public_id):
    campaign = counted_campaign(request, public_id)
    found = results_of(request, campaign)
    depth, block = found.block(request.GET.get("group", ""))
    figures = found.figures(depth, block)
    if block is None:
        for figure in figures:
            figure.texts = found.texts(figure, TEXTS_ON_PAGE)
    context = {
        "campaign": campaign,
        "found": found,
        "people": found.counted.people(block.groups if block else None),
        "part": block,
        "sections": sections_of(found, figures),
        "days": week_days(),
        "has_confidential": any(one.confidential for one in found.content.questions)
        and request.access.can("surveys.confidential"),
        "may_see_answers": request.access.can("surveys.answers"),
        "may_take_out": may_take_out(request, campaign, found),
    }
    return render(request, "surveys/results.html", context)


def may_take_out(request, campaign, found):
    return request.access.can("surveys.answers") and not found.refusal


def sections_of(found, figures):
    """``(title, figures)`` in the order of the questionnaire."""
    by_key = {figure.question.key: figure for figure in figures}
    parts = [
        (section.title, [by_key[one.key] for one in section.questions if one.key in by_key])
        for section in found.content.sections
    ]
    return [(title, part) for title, part in parts if part]


@require_safe
@requires("surveys.results")
def results_texts(request, public_id, question_key):
    """Written answers to a question, or the answers of one's own beside a list of options."""
    campaign = counted_campaign(request, public_id)
    return texts_page(request, campaign, question_key, with_confidential=False)


@require_safe
@requires("surveys.confidential")
def results_confidential_texts(request, public_id, question_key):
    campaign = counted_campaign(request, public_id, "surveys.confidential")
    return texts_page(request, campaign, question_key, with_confidential=True)


def texts_page(request, campaign, key, *, with_confidential):
    found = results_of(request, campaign, with_confidential=with_confidential)
    figure = next((one for one in found.figures() if one.question.key == key), None)
    if figure is None or figure.refusal:
        raise Http404
    is_text = figure.question.kind in TEXTS
    count = figure.answered if is_text else figure.others
    if not count or (found.guarded and count < LEAST):
        raise Http404
    q, number = request.GET.get("q", "").strip()[:100], page_number(request)
    name = "text" if is_text else OTHER
    texts, total = texts_of(campaign, key, name=name, q=q, first=(number - 1) * TEXTS_PER_PAGE, most=TEXTS_PER_PAGE)
    context = {
        "campaign": campaign,
        "figure": figure,
        "texts": texts,
        "q": q,
        "count": count,
        "total": total,
        "page_obj": Paginator(Window(texts, total), TEXTS_PER_PAGE).get_page(number),
        "is_confidential": with_confidential,
    }
    return render(request, "surveys/results_texts.html", context)


def page_number(request):
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), 10_000) if text.isdecimal() else 1


@require_safe
@requires("surveys.results")
def results_cross(request, public_id):
    """A question by classes and posts, or by the answers to another question."""
    campaign = counted_campaign(request, public_id)
    found = results_of(request, campaign)
    rows = crossing.choices_of(found, crossing.ROWS)
    by = level_choices(found) + cut_choices(found) + crossing.choices_of(found, crossing.column_kinds(found.guarded))
    row_key, by_key = request.GET.get("rows", ""), request.GET.get("by", "")
    question = found.content.question(row_key) if row_key in dict(rows) else None
    context = {
        "campaign": campaign,
        "found": found,
        "rows": rows,
        "by": by,
        "row_key": row_key,
        "by_key": by_key,
        "cross": cross_of(found, question, by_key) if question and by_key in dict(by) and not found.refusal else None,
    }
    return render(request, "surveys/results_cross.html", context)


def level_choices(found):
    titles = {"years": _("by year"), "groups": _("by class and post")}
    return [(f"@{level.code}", titles[level.code]) for level in found.levels]


def cut_choices(found):
    """What the registers divide by, for those who may see names."""
    return [] if found.guarded else [(f"@{cut.code}", cut.title) for cut in sources.cuts.values()]


def cross_of(found, question, by_key):
    if by_key[1:] in sources.cuts:
        return crossing.by_cut(found, question, sources.cuts[by_key[1:]])
    if by_key.startswith("@"):
        depth = next(place for place, level in enumerate(found.levels, 1) if level.code == by_key[1:])
        return crossing.by_groups(found, question, depth)
    other = found.content.question(by_key)
    if other.key == question.key:
        return crossing.Cross(question, refusal=_("Choose two different questions."))
    return crossing.by_answers(found, question, other)


@require_safe
@requires("surveys.results")
def results_waves(request, public_id):
    """This campaign beside an earlier or later one."""
    campaign = counted_campaign(request, public_id)
    others = comparing.comparable(campaign, campaigns_of(request, "surveys.results"))
    chosen = next((one for one in others if str(one.public_id) == request.GET.get("with", "")), None)
    comparison = None
    if chosen:
        first, second = sorted((campaign, chosen), key=lambda one: (one.opens_on, one.pk))
        guarded = [is_guarded(request, one) for one in (first, second)]
        comparison = comparing.compare(first, second, guarded=guarded, day=request.today)
    context = {"campaign": campaign, "others": others, "chosen": chosen, "comparison": comparison}
    return render(request, "surveys/results_waves.html", context)


@require_safe
@requires("surveys.answers")
def results_people(request, public_id):
    """Who has answered, by class; each opens the filled questionnaire. An anonymous campaign has no such page."""
    campaign = named_campaign(request, public_id)
    rows = submissions_of(campaign).select_related("invitation__user").defer("answers", "second")
    rows = rows.order_by("group", "pk")
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    people = list(page_obj)
    names = sources.names_of([one.invitation.subject for one in people if one.invitation and one.invitation.subject])
    listed = [(one, raw.who(one, names)) for one in people]
    context = {
        "campaign": campaign,
        "page_obj": page_obj,
        "rows": sorted(listed, key=lambda pair: (class_order(pair[0].group), pair[1])),
    }
    return render(request, "surveys/results_people.html", context)


def named_campaign(request, public_id):
    campaign = counted_campaign(request, public_id, "surveys.answers")
    if campaign.is_anonymous:
        raise Http404
    return campaign


@require_safe
@requires("surveys.answers")
def results_person(request, public_id, submission_id: UUID):
    """One filled questionnaire, question by question."""
    campaign = named_campaign(request, public_id)
    row = get_object_or_404(submissions_of(campaign).select_related("invitation__user"), pk=submission_id)
    subject = row.invitation.subject if row.invitation else None
    may_see_all = request.access.can("surveys.confidential")
    questions = [one for one in campaign.survey_version.questionnaire.questions if may_see_all or not one.confidential]
    labels = raw.labels_in([row.answers], questions)
    context = {
        "campaign": campaign,
        "row": row,
        "who": raw.who(row, sources.names_of([subject]) if subject else {}),
        "answers": [(one, raw.words(one, row.answers.get(one.key), labels)) for one in questions],
    }
    return render(request, "surveys/results_person.html", context)


@require_safe
@requires("surveys.confidential")
def results_confidential(request, public_id):
    """What was told to the coordinator alone; it stands on no other page and on no paper."""
    campaign = counted_campaign(request, public_id, "surveys.confidential")
    found = results_of(request, campaign, with_confidential=True)
    figures = found.figures()
    for figure in figures:
        figure.texts = found.texts(figure, TEXTS_ON_PAGE)
    context = {
        "campaign": campaign,
        "found": found,
        "people": found.total,
        "sections": sections_of(found, figures),
        "days": week_days(),
        "is_confidential": True,
    }
    return render(request, "surveys/results_confidential.html", context)
