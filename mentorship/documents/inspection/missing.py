"""What an inspection will ask for and the folder does not have: said before it is taken out, and inside it."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from mentorship.common import ru
from mentorship.pairs.models import LIVING, DevelopmentPlan, Meeting, Pairing, PairingState, PairOrder
from mentorship.people import consents
from mentorship.people.models import Mentee, Mentor
from roadmap.models import Activity, Evidence, Roadmap, Stage
from roadmap.queries import current_roadmap
from surveys.models import Campaign, Purpose


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: in which part of the folder, in words, and the page where it is mended."""

    section: str
    words: str
    url: str = ""


def lacks_of(programme, day):
    """Everything that is missing, in the order of the folder, in a number of queries that does not grow."""
    return [*of_roadmap(programme, day), *of_pairs(programme, day), *of_people(programme, day), *of_surveys(programme)]


def of_roadmap(programme, day):
    section, page = "Дорожная карта", reverse("roadmap")
    found = current_roadmap(programme)
    if found is None:
        yield Lack(section, "Дорожная карта не создана.", page)
        return
    if found.state == Roadmap.State.DRAFT:
        yield Lack(section, "Дорожная карта не утверждена приказом.", page)
    for stage in unproven(found):
        words = ru.counted(stage.bare, "мероприятие выполнено", "мероприятия выполнены", "мероприятий выполнено")
        yield Lack(f"Этап {stage.position}. {stage.title}", f"{words} без подтверждения.", stage.get_absolute_url())
    if late := Activity.objects.of(found).overdue(day).count():
        words = ru.counted(late, "мероприятие не выполнено", "мероприятия не выполнены", "мероприятий не выполнено")
        yield Lack(section, f"{words} в срок.", page)


def unproven(roadmap):
    """Stages with ``bare`` activities that are done and have neither a file nor a link."""
    proof = Evidence.objects.filter(activity=OuterRef("pk"))
    bare = Activity.objects.of(roadmap).filter(~Exists(proof), status=Activity.Status.DONE).order_by()
    rows = Stage.objects.filter(roadmap=roadmap, deleted_at=None)
    counted = rows.annotate(bare=Count("activities", filter=Q(activities__in=bare.values("pk"))))
    return counted.filter(bare__gt=0).order_by("position", "pk")


def bare_activities(roadmap):
    """Titles of the activities without a proof, for the contents of the folder."""
    proof = Evidence.objects.filter(activity=OuterRef("pk"))
    rows = Activity.objects.of(roadmap).filter(~Exists(proof), status=Activity.Status.DONE)
    return rows.values_list("stage__position", "title")


def of_pairs(programme, day):
    rows = Pairing.objects.of(programme)
    if unsigned := PairOrder.objects.filter(programme=programme, number="").count():
        words = ru.counted(unsigned, "приказ не подписан", "приказа не подписаны", "приказов не подписано")
        yield Lack("Приказы", f"О парах: {words}.", reverse("pair_orders"))
    if agreed := rows.filter(state=PairingState.AGREED).count():
        words = ru.counted(agreed, "пара не закреплена", "пары не закреплены", "пар не закреплено")
        yield Lack("Приказы", f"{words} приказом.", reverse("pairs"))
    working = rows.filter(state__in=LIVING) | rows.filter(state=PairingState.FINISHED)
    approved = (DevelopmentPlan.State.APPROVED, DevelopmentPlan.State.DONE)
    plan = DevelopmentPlan.objects.filter(pairing=OuterRef("pk"), deleted_at=None, state__in=approved)
    if count := working.filter(~Exists(plan)).count():
        words = ru.counted(count, "пары или группы", "пар или групп", "пар или групп")
        yield Lack("Планы развития", f"Нет утверждённого плана у {words}.", reverse("plans"))
    met = Meeting.objects.filter(pairing=OuterRef("pk"), deleted_at=None, state=Meeting.State.HELD)
    if count := working.filter(~Exists(met), starts_on__lte=day).count():
        words = ru.counted(count, "пары или группы", "пар или групп", "пар или групп")
        yield Lack("Журналы встреч", f"Нет ни одной записанной встречи у {words}.", reverse("pairs"))


def of_people(programme, day):
    for model, words in ((Mentor, "наставников"), (Mentee, "наставляемых")):
        if count := consents.waiting(model.objects.of(programme), day).count():
            said = f"Нет согласия на обработку персональных данных: {words} – {count}."
            yield Lack("Участники", said, reverse("consents"))
    school = programme.school
    if not school.director_name:
        yield Lack("Реквизиты", "Не указаны фамилия, имя, отчество директора.", reverse("settings_school"))


def of_surveys(programme):
    asked = Campaign.objects.living().filter(programme=programme).exclude(state=Campaign.State.DRAFT)
    known = set(asked.values_list("survey_version__survey__purpose", flat=True).order_by())
    for purpose, words in (
        (Purpose.BEFORE, "Замер на входе не проводился."),
        (Purpose.AFTER, "Замер на выходе не проводился."),
        (Purpose.SATISFACTION, "Удовлетворённость не измерялась."),
    ):
        if purpose not in known:
            yield Lack("Анкетирование", words, reverse("surveys"))
