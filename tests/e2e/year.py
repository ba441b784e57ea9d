"""What the end of a year shows: a phrase of the SWOT table, two forms of the coordinator."""

import uuid
from datetime import date

from mentorship.common import clock
from mentorship.documents.models import JournalEntry, PaperJob
from mentorship.documents.services import papers as acts
from mentorship.monitoring.figures import snapshot_json
from mentorship.monitoring.models import (
    CoordinatorForm,
    Denominator,
    FiguresAnswer,
    FiguresRequest,
    IndicatorTarget,
    Quantity,
    Snapshot,
    SwotEntry,
)
from mentorship.monitoring.quality import criteria
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import Region, School
from mentorship.recognition.models import Award, Nomination, NormativeAct, PublishedPerson
from mentorship.recognition.services import publishing

PAGES = [
    "/dashboard/",
    "/dashboard/?month=2022-02",
    "/papers/",
    "/papers/new/",
    "/papers/new/protocol/",
    "/papers/texts/",
    "/papers/texts/order_introduction/",
    "/papers/{paper}/",
    "/papers/{paper}/edit/",
    "/papers/{paper}/sign/",
    "/orders/",
    "/orders/new/",
    "/orders/{entry}/cancel/",
    "/papers/long/",
    "/papers/long/annual/",
    "/papers/long/monthly/",
    "/papers/long/sheets/?code=thanks&side=mentees&who=everybody",
    "/papers/long/{running_job}/",
    "/papers/long/{ready_job}/",
    "/papers/long/{failed_job}/",
    "/papers/inspection/",
    "/monitoring/indicators/",
    "/monitoring/indicators/I1/people/",
    "/monitoring/indicators/targets/",
    "/monitoring/indicators/targets/new/",
    "/monitoring/indicators/targets/{target}/",
    "/monitoring/indicators/bases/",
    "/monitoring/indicators/rules/",
    "/monitoring/quality/",
    "/monitoring/swot/pupils/threat/new/",
    "/monitoring/swot/{swot}/",
    "/monitoring/nine/new/",
    "/monitoring/nine/{nine}/",
    "/monitoring/satisfaction/",
    "/monitoring/impact/",
    "/monitoring/quantities/new/",
    "/monitoring/quantities/{quantity}/",
    "/region-request/{asked}/",
    "/awards/",
    "/awards/new/",
    "/awards/formula/",
    "/awards/nominations/",
    "/awards/nominations/{nomination}/",
    "/awards/{award}/",
    "/awards/{award}/edit/",
    "/publications/",
    "/publications/best/",
    "/publications/best/check/",
    "/publications/acts/",
    "/publications/acts/new/",
    "/publications/acts/{act}/",
    "/archive/",
    "/archive/close/",
    "/archive/next/",
]


def year(programme):
    """The place-holders of the pages; once for all the people of a test."""
    keep_months(programme)
    found = judged(programme) | counted(programme) | papers(programme) | long_papers(programme)
    return found | thanked(programme) | asked_by_the_region(programme)


def keep_months(programme):
    """Figures of two months, so that the dashboard draws its lines and shows a past month."""
    for day in (date(2022, 1, 31), date(2022, 2, 28)):
        kept = {"figures": snapshot_json(programme, day)}
        Snapshot.objects.get_or_create(school=programme.school, programme=programme, day=day, defaults=kept)


def judged(programme):
    """Quality: a phrase in a cell, and forms of two days, so that their line is drawn."""
    phrase = SwotEntry.objects.get_or_create(
        school=programme.school, programme=programme, quadrant="threat", text="Учебный план перегружен"
    )[0]
    for day, mark in ((date(2022, 1, 17), 1), (date(2022, 3, 1), 2)):
        marks = {one.key: mark for one in criteria()}
        form = CoordinatorForm.objects.get_or_create(
            school=programme.school, programme=programme, day=day, defaults={"marks": marks}
        )[0]
    return {"swot": phrase.public_id, "nine": form.public_id}


def counted(programme):
    """Indicators: a base of a day and a target of the year."""
    Denominator.objects.get_or_create(
        school=programme.school, base="pupils_10_19", day=date(2021, 9, 1), defaults={"count": 550, "source": "ОО-1"}
    )
    target = IndicatorTarget.objects.get_or_create(
        school=programme.school, indicator="I1", year=2022, defaults={"percent": 35, "source": "Приказ"}
    )[0]
    return {"target": target.pk}


def papers(programme):
    """A draft of the first order with everything filled in, and a line of the journal."""
    draft = acts.make(
        code="order_introduction", programme=programme, day=date(2022, 3, 14), key=uuid.UUID(int=8), by=None
    )
    entry = JournalEntry.objects.get_or_create(
        school=programme.school,
        year=2022,
        number="14-о",
        defaults={"place": 14, "day": date(2022, 3, 14), "title": "О начале учебного года"},
    )[0]
    return {"paper": draft.public_id, "entry": entry.public_id}


def long_papers(programme):
    """One that is being made, one that is ready and one that could not be made."""
    states = {
        "running": {"done": 50, "total": 300},
        "ready": {"done": 2, "total": 2},
        "failed": {"trouble": "Нет данных."},
    }
    found = {}
    for state, fields in states.items():
        ended = None if state == "running" else clock.now()
        job = PaperJob.objects.get_or_create(
            school=programme.school,
            programme=programme,
            state=state,
            defaults=fields | {"code": "annual", "title": f"Годовой отчёт ({state})", "finished_at": ended},
        )[0]
        found[f"{state}_job"] = job.public_id
    return found


def thanked(programme):
    """An award, a nomination, a page of the best that is prepared, a document of the ground, a counted quantity."""
    where = {"school": programme.school, "programme": programme}
    mentor = Mentor.objects.of(programme).select_related("person").first()
    mentee = Mentee.objects.of(programme).first()
    award = Award.objects.get_or_create(**where, person=mentor.person, defaults={"day": date(2022, 3, 2)})[0]
    nomination = Nomination.objects.get_or_create(
        school=programme.school, mentor=mentor, mentee=mentee, defaults={"programme": programme, "text": "Помог"}
    )[0]
    page = publishing.page_of(programme, "best")
    PublishedPerson.objects.get_or_create(school=programme.school, publication=page, person=mentor.person)
    act = NormativeAct.objects.get_or_create(school=programme.school, layer="school", title="Положение")[0]
    quantity = Quantity.objects.get_or_create(**where, title="Проекты", defaults={"before": 3, "after": 5})[0]
    rows = {"award": award, "nomination": nomination, "act": act, "quantity": quantity}
    return {name: row.public_id for name, row in rows.items()}


def asked_by_the_region(programme):
    """A request of the region that the school has not answered."""
    region = Region.objects.get_or_create(title="Самарская область")[0]
    School.objects.filter(pk=programme.school_id).update(region=region)
    asked = FiguresRequest.objects.get_or_create(
        region=region, title="Сведения за март", defaults={"as_of": date(2022, 3, 14), "due_on": date(2022, 3, 30)}
    )[0]
    FiguresAnswer.objects.get_or_create(school=programme.school, request=asked)
    return {"asked": asked.public_id}
