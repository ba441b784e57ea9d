"""Answering: one question a page, saved at every step, sent once."""

from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common import clock

from ..addresses import ENTER, short_address, spaced
from ..answers import NotUnderstood, given_of, read_answer
from ..doors import campaign_of_board, draft_of_code, elsewhere, open_token, ticket_of_slip
from ..forms.answering import Field, given_in, in_words
from ..forms.entering import WhoForm
from ..guessing import count_wrong, is_paused
from ..path import missing, step_after, step_before, visible
from ..services import drafting
from ..sources import options_in
from ..street import day_at, go, inside, page, street
from ..tokens import BOARD_LENGTH, SLIP_LENGTH, link_token, slip_code, typed


@street
def answer_enter(request):
    """The code of the board, of a slip, or the person's own to come back by."""
    text = request.POST.get("code", request.GET.get("code", ""))[:40]
    if request.method != "POST":
        return page(request, "enter", text=text)
    if is_paused(request):
        return page(request, "enter", text=text, error=_("Too many wrong codes from here. Try in an hour."), status=429)
    code = typed(text)
    token, error = token_of(code)
    if token:
        return go(request, "answer", token)
    if not error and (way := elsewhere(code)):
        return go(request, *way)
    if not error:
        count_wrong(request)
        error = _("There is no such code. Look at the letters once more.")
    return page(request, "enter", text=text, error=error, status=422)


def token_of(code):
    """``(token, sentence)`` of a code: the secret of the address, or why the right code does not open anything."""
    if len(code) == SLIP_LENGTH:
        ticket = ticket_of_slip(code)
        if ticket:
            return link_token(ticket), ""
        draft = draft_of_code(code)
        return (open_token(code), "") if draft else ("", "")
    campaign = campaign_of_board(code) if len(code) == BOARD_LENGTH else None
    if campaign is None:
        return "", ""
    day = clock.today(campaign.school.time_zone)
    if not campaign.is_open_on(day):
        return "", _("This questionnaire is not open now.")
    with scope(school=campaign.school):
        return drafting.begin_by_board(campaign, day), ""


def content_of(way):
    return way.campaign.survey_version.questionnaire


def asks_who(way, said):
    """By the code of the board a person is not known; an identified questionnaire asks first."""
    return not way.campaign.is_anonymous and way.invitation is None and not said


def shut(request, way):
    """The page that says why nothing can be answered now, or None when it can."""
    if way.is_sent:
        return go(request, "answer_done", way.token)
    campaign, day = way.campaign, day_at(way)
    if campaign.is_open_on(day):
        return None
    is_early = campaign.state == campaign.State.RUNNING and day < campaign.opens_on
    has_typed = bool(drafting.typed_in(way).answers)
    return page(request, "shut", way, is_early=is_early, has_typed=has_typed, status=200 if is_early else 410)


@inside
def answer(request, way):
    """What it is, how long it takes, what is stored; «Начать»."""
    closed = shut(request, way)
    if closed:
        return closed
    content, typed_so_far = content_of(way), drafting.typed_in(way)
    if request.method == "POST":
        way = drafting.begin(way, day_at(way))
        if asks_who(way, typed_so_far.said):
            return go(request, "answer_who", way.token)
        return onward(request, way, content, typed_so_far.answers)
    has_begun = bool(typed_so_far.answers)
    return page(request, "start", way, content=content, has_begun=has_begun, count=len(content.questions))


def onward(request, way, content, answers):
    """To the first question without an answer, or to the check page."""
    step = next((one for one in visible(content, answers) if one.key not in answers), None)
    if step is None:
        return go(request, "answer_check", way.token)
    return go(request, "answer_question", way.token, step.key)


@inside
def answer_who(request, way):
    """Surname, name and class: an identified questionnaire by the code of the board."""
    closed = shut(request, way)
    if closed:
        return closed
    if way.campaign.is_anonymous or way.invitation:
        return go(request, "answer", way.token)
    typed_so_far = drafting.typed_in(way)
    form = WhoForm(request.POST if request.method == "POST" else None, initial=typed_so_far.said)
    if not form.is_valid():
        return page(request, "who", way, form=form, status=422 if form.is_bound else 200)
    said = {name: form.cleaned_data[name] for name in ("surname", "given_name", "group")}
    way, typed_so_far = drafting.change(way, lambda one: one.said.update(said), day_at(way))
    if request.GET.get("to") == "check":
        return go(request, "answer_check", way.token)
    return onward(request, way, content_of(way), typed_so_far.answers)


@inside
def answer_question(request, way, key):
    """One question. What was given is saved whatever comes next, and even when the time is over meanwhile."""
    if way.is_sent:
        return go(request, "answer_done", way.token)
    content, typed_so_far = content_of(way), drafting.typed_in(way)
    question = next((one for one in visible(content, typed_so_far.answers) if one.key == key), None)
    if question is None:
        return go(request, "answer", way.token)
    options = tuple(options_in(way.campaign, question, way.invitation))
    if request.method == "POST":
        return take(request, way, question, options)
    closed = shut(request, way)
    if closed:
        return closed
    if asks_who(way, typed_so_far.said):
        return go(request, "answer_who", way.token)
    given = given_of(question, typed_so_far.answers.get(key))
    return show(request, way, typed_so_far.answers, Field(question, tuple(given), "", options, way.token))


def take(request, way, question, options):
    """Read and save what was posted; a wrong answer comes back with a sentence and everything that was typed."""
    given, error, value = given_in(request.POST), "", None
    leaves = "later" in request.POST
    try:
        value = read_answer(question, given, options)
        if value is None and question.required and not leaves:
            error = _("Answer the question.")
    except NotUnderstood as problem:
        error = str(problem)
    if error:
        closed = shut(request, way)
        if closed:
            return closed
        answers = drafting.typed_in(way).answers
        return show(request, way, answers, Field(question, tuple(given), error, options, way.token), status=422)
    way, typed_so_far = drafting.keep(way, question.key, value, day_at(way))
    closed = shut(request, way)
    if closed:
        return closed
    if leaves:
        return go(request, "answer_later", way.token)
    return after(request, way, question, typed_so_far.answers)


def after(request, way, question, answers):
    content = content_of(way)
    step = step_after(content, answers, question.key)
    if request.GET.get("to") == "check":
        step = next(iter(missing(content, answers)), None)
    if step is None:
        return go(request, "answer_check", way.token)
    return go(request, "answer_question", way.token, step.key)


def show(request, way, answers, field, status=200):
    content = content_of(way)
    shown = visible(content, answers)
    number = [one.key for one in shown].index(field.question.key) + 1
    section = next(one for one in content.sections if field.question in one.questions)
    context = {
        "field": field,
        "number": number,
        "count": len(shown),
        "section": section,
        "is_first_of_section": section.questions[0] == field.question,
        "before": step_before(content, answers, field.question.key),
        "to_check": request.GET.get("to") == "check",
    }
    return page(request, "question", way, status=status, **context)


@inside
def answer_later(request, way):
    """«Закончить позже»: what is saved, and how to come back."""
    if way.is_sent:
        return go(request, "answer_done", way.token)
    code = slip_code(way.invitation) if way.invitation else drafting.typed_in(way).code
    address = request.build_absolute_uri(f"{ENTER}{way.token}/")
    return page(request, "later", way, code=spaced(code), address=address, enter=short_address())


@inside
def answer_check(request, way):
    """Everything on one page before it is sent; the same button sends."""
    closed = shut(request, way)
    if closed:
        return closed
    content, typed_so_far = content_of(way), drafting.typed_in(way)
    if asks_who(way, typed_so_far.said):
        return go(request, "answer_who", way.token)
    is_pressed = request.method == "POST"
    if is_pressed and drafting.send(way, content=content, day=day_at(way), now=clock.now()):
        return go(request, "answer_done", way.token)
    answers = typed_so_far.answers
    absent = missing(content, answers)
    rows = [checked_row(way, one, answers, one in absent) for one in visible(content, answers)]
    status = 422 if is_pressed else 200
    return page(request, "check", way, rows=rows, absent=absent, said=typed_so_far.said, status=status)


def checked_row(way, question, answers, is_missing):
    value = answers.get(question.key)
    options = options_in(way.campaign, question, way.invitation) if value else ()
    return question, in_words(question, value, options), is_missing


@inside
def answer_done(request, way):
    if not way.is_sent:
        return go(request, "answer", way.token)
    return page(request, "done", way, content=content_of(way))
