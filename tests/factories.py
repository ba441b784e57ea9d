"""Rows that surprise nobody. People are invented."""

import uuid
from copy import deepcopy
from datetime import date

import factory
from factory.django import DjangoModelFactory

from mentorship.accounts.models import User
from mentorship.common import clock
from mentorship.matching.models import MatchingRun, Proposal
from mentorship.pairs.models import DevelopmentPlan, Meeting, Pairing, PairingMentee, PlanItem, PlanSection, Presence
from mentorship.people.models import Consent, DistributionItem, Mentee, Mentor, Person, PersonKind, Tag
from mentorship.programmes.models import Group, Membership, Programme, Region, School, SchoolClass
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Assignment, Party, Roadmap, Stage, Step
from roadmap.outline import PartyKind, TermKind
from surveys import tokens
from surveys.models import Campaign, Survey, SurveyVersion
from surveys.models import Invitation as SurveyInvitation


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    title = factory.Sequence(lambda n: f"Область {n}")


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    slug = factory.Sequence(lambda n: f"school-{n}")
    full_name = factory.LazyAttribute(lambda school: f"Муниципальная школа {school.slug}")
    short_name = factory.LazyAttribute(lambda school: f"Школа {school.slug}")
    time_zone = "Europe/Samara"
    needs_second_factor = False


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@school.test")
    surname = factory.Sequence(lambda n: f"Фамилия{n}")
    given_name = "Ольга"
    patronymic = "Николаевна"
    password = factory.django.Password("correct horse battery")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    school = factory.SubFactory(SchoolFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = Group

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Группа {n}")


class ProgrammeFactory(DjangoModelFactory):
    """A programme of a school year that has become the school's current one."""

    class Meta:
        model = Programme

    school = factory.SubFactory(SchoolFactory)
    title = "Программа наставничества"
    starts_on = date(2021, 12, 1)
    ends_on = date(2022, 5, 31)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        programme = super()._create(model_class, *args, **kwargs)
        programme.school.current_programme = programme
        programme.school.save()
        return programme


class RoadmapFactory(DjangoModelFactory):
    class Meta:
        model = Roadmap

    programme = factory.SubFactory(ProgrammeFactory)
    school = factory.SelfAttribute("programme.school")
    title = "Дорожная карта"


class StageFactory(DjangoModelFactory):
    class Meta:
        model = Stage

    roadmap = factory.SubFactory(RoadmapFactory)
    school = factory.SelfAttribute("roadmap.school")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Этап {n}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    stage = factory.SubFactory(StageFactory)
    school = factory.SelfAttribute("stage.school")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Мероприятие {n}")
    term_text = "Март"
    term_kind = TermKind.MONTH
    first_on = date(2022, 3, 1)
    last_on = date(2022, 3, 31)


class StepFactory(DjangoModelFactory):
    class Meta:
        model = Step

    activity = factory.SubFactory(ActivityFactory)
    school = factory.SelfAttribute("activity.school")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Шаг {n}")


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    school = factory.SubFactory(SchoolFactory)
    kind = PartyKind.PERSON
    role_text = "Заместитель директора"
    name = factory.Sequence(lambda n: f"Лебедева О. {n}.")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    activity = factory.SubFactory(ActivityFactory)
    school = factory.SelfAttribute("activity.school")
    party = factory.SubFactory(PartyFactory, school=factory.SelfAttribute("..school"))


class SchoolClassFactory(DjangoModelFactory):
    class Meta:
        model = SchoolClass
        django_get_or_create = ("school", "grade", "letter")

    school = factory.SubFactory(SchoolFactory)
    grade = 8
    letter = "Б"


class PersonFactory(DjangoModelFactory):
    """A pupil of the eighth year, born in 2007."""

    class Meta:
        model = Person

    school = factory.SubFactory(SchoolFactory)
    kind = PersonKind.PUPIL
    surname = factory.Sequence(lambda n: f"Иванов{n}")
    given_name = "Пётр"
    patronymic = "Сергеевич"
    birth_year = 2007


class MenteeFactory(DjangoModelFactory):
    class Meta:
        model = Mentee

    programme = factory.SubFactory(ProgrammeFactory)
    school = factory.SelfAttribute("programme.school")
    person = factory.SubFactory(PersonFactory, school=factory.SelfAttribute("..school"))


class MentorFactory(DjangoModelFactory):
    class Meta:
        model = Mentor

    programme = factory.SubFactory(ProgrammeFactory)
    school = factory.SelfAttribute("programme.school")
    person = factory.SubFactory(
        PersonFactory, school=factory.SelfAttribute("..school"), kind=PersonKind.TEACHER, birth_year=1985
    )


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag

    school = factory.SubFactory(SchoolFactory)
    axis = "subject"
    title = factory.Sequence(lambda n: f"Предмет {n}")
    key = factory.Sequence(lambda n: f"предмет {n}")


CONTENT = {
    "intro": "Ответьте, пожалуйста, на несколько вопросов.",
    "thanks": "Спасибо.",
    "sections": [
        {
            "key": "s1",
            "title": "О помощи",
            "questions": [
                {
                    "key": "q1",
                    "kind": "several",
                    "text": "С чем нужна помощь?",
                    "options": [{"key": "a", "text": "Учёба"}, {"key": "b", "text": "Проект"}],
                    "other": True,
                    "can_be_unknown": True,
                },
                {"key": "q2", "kind": "scale", "text": "Насколько вам интересно?", "least": 1, "most": 10},
                {
                    "key": "q3",
                    "kind": "short",
                    "text": "Какой проект?",
                    "required": False,
                    "show_if": {"question": "q1", "any_of": ["b"]},
                },
            ],
        }
    ],
}
"""A questionnaire of three questions; the third one is asked of those who chose the project."""


class SurveyFactory(DjangoModelFactory):
    class Meta:
        model = Survey

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Анкета {n}")


class SurveyVersionFactory(DjangoModelFactory):
    """A published version; ``state="draft", published_at=None`` makes a draft."""

    class Meta:
        model = SurveyVersion

    survey = factory.SubFactory(SurveyFactory)
    school = factory.SelfAttribute("survey.school")
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyFunction(lambda: deepcopy(CONTENT))
    state = "published"
    published_at = factory.LazyFunction(clock.now)


class CampaignFactory(DjangoModelFactory):
    """Running since the first of March 2022, without an end."""

    class Meta:
        model = Campaign

    programme = factory.SubFactory(ProgrammeFactory)
    school = factory.SelfAttribute("programme.school")
    survey_version = factory.LazyAttribute(lambda one: SurveyVersionFactory(survey__school=one.programme.school))
    title = factory.Sequence(lambda n: f"Опрос {n}")
    state = "running"
    opens_on = date(2022, 3, 1)


class InvitationFactory(DjangoModelFactory):
    """A ticket with the digests of its link and code."""

    class Meta:
        model = SurveyInvitation

    campaign = factory.SubFactory(CampaignFactory)
    school = factory.SelfAttribute("campaign.school")
    number = factory.Sequence(lambda n: n)
    email = factory.Sequence(lambda n: f"asked{n}@school.test")
    nonce = factory.LazyFunction(uuid.uuid4)
    link_hash = factory.LazyAttribute(lambda ticket: tokens.hashes_of(ticket)["link_hash"])
    code_hash = factory.LazyAttribute(lambda ticket: tokens.hashes_of(ticket)["code_hash"])


class MatchingRunFactory(DjangoModelFactory):
    """A draft that has been computed, with nobody in it."""

    class Meta:
        model = MatchingRun

    programme = factory.SubFactory(ProgrammeFactory)
    school = factory.SelfAttribute("programme.school")
    number = factory.Sequence(lambda n: n + 1)
    state = "ready"
    salt = "factory"
    finished_at = factory.LazyFunction(clock.now)


class ProposalFactory(DjangoModelFactory):
    """A mentee with a mentor and 7400 points; ``mentor=None, points=None`` makes one without."""

    class Meta:
        model = Proposal

    run = factory.SubFactory(MatchingRunFactory)
    school = factory.SelfAttribute("run.school")
    mentee = factory.SubFactory(MenteeFactory, programme=factory.SelfAttribute("..run.programme"))
    mentor = factory.SubFactory(MentorFactory, programme=factory.SelfAttribute("..run.programme"))
    points = 7400


class PairingFactory(DjangoModelFactory):
    """A pair at work; ``mentees=[…]`` puts them in."""

    class Meta:
        model = Pairing
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    school = factory.SelfAttribute("programme.school")
    mentor = factory.SubFactory(MentorFactory, programme=factory.SelfAttribute("..programme"))
    state = "at_work"
    starts_on = date(2022, 3, 21)

    @factory.post_generation
    def mentees(self, create, extracted, **kwargs):
        for mentee in extracted or ():
            PairingMentee.objects.create(school=self.school, pairing=self, mentee=mentee)


class MeetingFactory(DjangoModelFactory):
    """A meeting that was held; the mentees of the pair were there. ``state="planned"`` for one to come."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    pairing = factory.SubFactory(PairingFactory)
    school = factory.SelfAttribute("pairing.school")
    kind = "regular"
    state = "held"
    day = date(2022, 4, 6)
    minutes = 45
    recorded_at = factory.LazyAttribute(lambda one: clock.now() if one.state == "held" else None)

    @factory.post_generation
    def presences(self, create, extracted, **kwargs):
        if self.state == "held":
            for place in PairingMentee.objects.filter(pairing=self.pairing, left_on=None):
                Presence.objects.create(school=self.school, meeting=self, mentee=place.mentee)


class PlanFactory(DjangoModelFactory):
    """A plan of the pair's first mentee with one section; ``items=[{…}, …]`` are its lines."""

    class Meta:
        model = DevelopmentPlan
        skip_postgeneration_save = True

    pairing = factory.SubFactory(PairingFactory)
    school = factory.SelfAttribute("pairing.school")
    mentee = factory.LazyAttribute(lambda one: one.pairing.mentees.order_by("pk").first())
    goal = "Сдать зачёт по алгебре"
    starts_on = date(2022, 3, 21)
    ends_on = date(2022, 5, 31)

    @factory.post_generation
    def items(self, create, extracted, **kwargs):
        section = PlanSection.objects.create(school=self.school, plan=self, title="Анализ трудностей")
        for position, fields in enumerate(extracted or ()):
            values = {"task": "Разобрать ошибки контрольной"} | fields
            PlanItem.objects.create(school=self.school, section=section, position=position, **values)


class ConsentFactory(DjangoModelFactory):
    """A signed paper; ``allows=[("name", "school.ru")]`` are items and addresses of publishing."""

    class Meta:
        model = Consent
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("person.school")
    kind = "processing"
    signer = "self"
    signed_on = date(2022, 1, 10)

    @factory.post_generation
    def allows(self, create, extracted, **kwargs):
        for item, address in extracted or ():
            DistributionItem.objects.create(school=self.school, consent=self, item=item, address=address)
