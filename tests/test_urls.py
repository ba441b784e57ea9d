"""The wall between schools and the door to the street, walked address by address.

A new address whose place-holders nobody knows how to fill fails here: add a builder to ``World.values``.
"""

import uuid
from datetime import date
from itertools import product

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django_scopes import scope

from mentorship.documents.models import JournalEntry, Paper, PaperJob, PaperTemplate, PaperTemplateVersion
from mentorship.matching.models import Exclusion, GroupMeeting
from mentorship.matching.participants import Knowledge
from mentorship.matching.participants import Mentee as KnownMentee
from mentorship.matching.participants import Mentor as KnownMentor
from mentorship.matching.rules import Rules
from mentorship.monitoring.models import (
    ColumnMapping,
    CoordinatorForm,
    FiguresAnswer,
    FiguresRequest,
    IndicatorTarget,
    Measurement,
    Quantity,
    StepCampaign,
    SwotEntry,
)
from mentorship.monitoring.services.indicators import remove_target
from mentorship.notifications.models import Channel, Notification, State
from mentorship.pairs.models import (
    CareCall,
    CareCase,
    CareNote,
    CareStep,
    HelpCall,
    MentorReport,
    PairFile,
    PairOrder,
    PlanItem,
    PlanTemplate,
    Portfolio,
    Substitution,
)
from mentorship.people.models import (
    Consent,
    Criterion,
    ImportBatch,
    Material,
    Offer,
    Representative,
    Rollover,
    SavedView,
    Training,
    Variant,
)
from mentorship.programmes.access import LEADERS
from mentorship.programmes.models import DayOff, GroupMember, Invitation, MentoringForm, Region
from mentorship.programmes.services import invitations
from mentorship.recognition.models import Award, Nomination, NormativeAct, Publication, PublishedPerson
from roadmap.models import Evidence, ImportDraft, ManualReminder, Revision, Roadmap
from surveys import tokens
from surveys.models import Question, Submission
from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    GroupFactory,
    MatchingRunFactory,
    MeetingFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PartyFactory,
    PersonFactory,
    PlanFactory,
    ProgrammeFactory,
    ProposalFactory,
    RoadmapFactory,
    SchoolClassFactory,
    StageFactory,
    StepFactory,
    SurveyVersionFactory,
    TagFactory,
)
from tests.factories import InvitationFactory as SurveyInvitationFactory

PUBLIC = {
    "accessibility",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "answer",
    "answer_check",
    "answer_done",
    "answer_enter",
    "answer_later",
    "answer_question",
    "answer_who",
    "calendar_file",
    "door",
    "door_enter",
    "door_file",
    "door_help",
    "door_meeting",
    "door_plan",
    "door_thanks",
    "help",
    "invitation_accept",
    "low_vision",
    "mfa_authenticate",
    "notifications_stop",
    "public_page",
    "public_roadmap",
    "styleguide",
    "theme",
}
"""Addresses that open without signing in. An addition to this list is a decision."""

NOT_AN_OBJECT = {
    "code",
    "extension",
    "group",
    "indicator_code",
    "page_kind",
    "quadrant",
    "ready_name",
    "slug",
    "way",
    "year",
}
"""Place-holders that name no row: what stands behind them is always of one's own school."""

OF_A_PERSON = {
    "people_view_delete",
    "session_end",
    "notification_open",
    "notification_read",
    "notification_unread",
    "surveys_mine_open",
    "campaign_batch",
    "mine_say",
    "nominate",
    "campaign_batch_undo",
    "support_note_delete",
    "support_note_restore",
}
"""Addresses of rows that only one person of the school may touch."""


def addresses(patterns=None, prefix=""):
    """``(route, pattern)`` of every address of the product."""
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route, pattern


ADDRESSES = [(route, pattern) for route, pattern in addresses() if pattern.name not in PUBLIC]
WITH_OBJECTS = [(route, pattern) for route, pattern in ADDRESSES if set(pattern.pattern.converters) - NOT_AN_OBJECT]


OF_A_REGION = {
    "region_form",
    "region_request_answers",
    "region_request_close",
    "region_request_file",
    "region_request_remind",
    "region_request_remind_school",
    "region_school",
}
"""Addresses of an operator: nobody of a school comes in; tests/mentorship/dashboard/test_region.py has strangers."""


def names(rows):
    return [pattern.name for _route, pattern in rows]


class World:
    """One row of every kind in a school, and what to put into each place-holder of an address."""

    def __init__(self, school):
        with scope(school=school):
            self.school = school
            self.membership = MembershipFactory(school=school, role="psychologist")
            self.programme = ProgrammeFactory(school=school)
            self.roadmap = RoadmapFactory(programme=self.programme)
            self.stage = StageFactory(roadmap=self.roadmap)
            self.activity = ActivityFactory(stage=self.stage)
            self.step = StepFactory(activity=self.activity)
            self.party = PartyFactory(school=school)
            self.template = Roadmap.objects.create(school=school, is_template=True, title="Шаблон")
            self.revision = Revision.objects.create(school=school, roadmap=self.roadmap, number=1, outline=OUTLINE)
            self.other_revision = Revision.objects.create(
                school=school, roadmap=self.roadmap, number=2, outline=OUTLINE
            )
            self.evidence = Evidence(school=school, activity=self.activity, file_name="Протокол.pdf")
            self.evidence.file.save("proof", ContentFile(b"%PDF-1.4"), save=True)
            self.draft = ImportDraft.objects.create(
                school=school, programme=self.programme, file_name="карта.docx", outline=OUTLINE
            )
            self.reminder = ManualReminder.objects.create(school=school, activity=self.activity, text="Пора")
            self.group = GroupFactory(school=school)
            self.member = GroupMember.objects.create(school=school, group=self.group, membership=self.membership)
            self.day = DayOff.objects.create(school=school, day="2022-03-08")
            self.form = MentoringForm.objects.create(school=school, title="Учитель – ученик")
            self.invitation = Invitation.objects.create(
                school=school,
                email=f"{uuid.uuid4()}@school.test",
                role="mentor",
                token_hash=invitations.digest(str(uuid.uuid4())),
                expires_at="2100-01-01T00:00Z",
            )
            self.school_class = SchoolClassFactory(school=school)
            self.person = PersonFactory(school=school)
            self.rollover = Rollover.objects.create(school=school, year=2021)
            self.consent = Consent(
                school=school, person=self.person, kind="processing", signer="both", signed_on=date(2022, 3, 1)
            )
            self.consent.withdrawn_on, self.consent.scan_name = date(2022, 3, 14), "Согласие.pdf"
            self.consent.scan.save("scan", ContentFile(b"%PDF-1.4"), save=True)
            self.mentor = MentorFactory(programme=self.programme)
            self.mentee = MenteeFactory(programme=self.programme)
            self.exclusion = Exclusion.objects.create(
                school=school, programme=self.programme, mentor=self.mentor, mentee=self.mentee, reason="Соседи"
            )
            self.representative = Representative.objects.create(
                school=school, minor=self.person, person=PersonFactory(school=school, kind="parent")
            )
            self.tag = TagFactory(school=school)
            self.synonym = TagFactory(school=school, merged_into=self.tag)
            self.variant = Variant.objects.create(school=school, form=self.form, title="Равный – равному")
            self.criterion = Criterion.objects.create(school=school, title="Опыт")
            self.training = Training.objects.create(
                school=school, programme=self.programme, kind="seminar", title="Семинар", held_on="2022-03-14"
            )
            self.material = Material(school=school, title="Памятка", file_name="Памятка.pdf")
            self.material.file.save("material", ContentFile(b"%PDF-1.4"), save=True)
            self.view = SavedView.objects.create(
                school=school, user=self.membership.user, register="mentees", title="Без анкеты"
            )
            self.batch = ImportBatch.objects.create(
                school=school, programme=self.programme, register="mentees", mapping={"0": "name"}, headings=["ФИО"]
            )
            self.campaign = CampaignFactory(
                programme=self.programme, open_code=tokens.board_code(), is_checked_twice=True
            )
            self.ticket = SurveyInvitationFactory(campaign=self.campaign)
            self.pairing = PairingFactory(programme=self.programme, mentees=[self.mentee])
            self.pair_meeting = MeetingFactory(pairing=self.pairing, state="planned")
            self.report_on(self.pairing)
            self.plan = PlanFactory(pairing=self.pairing, items=[{"due_on": "2022-05-01"}])
            self.plan_item = PlanItem.objects.get(section__plan=self.plan)
            self.plan_template = PlanTemplate.objects.create(school=school, title="План")
            self.pair_file = PairFile(school=school, pairing=self.pairing, title="Соглашение", file_name="Согл.pdf")
            self.pair_file.file.save("paper", ContentFile(b"%PDF-1.4"), save=True)
            self.thrown_file = PairFile.objects.create(
                school=school,
                pairing=self.pairing,
                title="Памятка",
                url="https://example.org/",
                deleted_at="2022-03-14T09:00:00Z",
            )
            staff = [
                MentorFactory(programme=self.programme, person__kind="teacher"),
                MenteeFactory(programme=self.programme, person__kind="teacher"),
            ]
            self.pair_of_staff = PairingFactory(programme=self.programme, mentor=staff[0], mentees=staff[1:])
            self.substitution = Substitution.objects.create(
                school=school, pairing=self.pairing, mentor=self.mentor, starts_on="2022-03-14", ends_on="2100-01-01"
            )
            self.care_for(self.mentee)
            self.help_call = HelpCall.objects.create(school=school, mentee=self.mentee, pairing=self.pairing)
            Consent.objects.create(
                school=school, person=self.mentee.person, kind="processing", signer="both", signed_on=date(2022, 3, 1)
            )
            self.order = PairOrder.objects.create(school=school, programme=self.programme, day=date(2022, 3, 14))
            self.job = PaperJob.objects.create(school=school, programme=self.programme, code="annual", state="ready")
            self.job.file.save("report", ContentFile(b"%PDF-1.4"), save=True)
            self.run, self.other_run = self.drafted(), self.drafted()
            self.meeting = GroupMeeting.objects.create(school=school, programme=self.programme, day=date(2022, 3, 14))
            self.tie = StepCampaign.objects.create(school=school, step=self.step, campaign=self.campaign)
            self.swot = SwotEntry.objects.create(
                school=school, programme=self.programme, quadrant="threat", text="Нет кабинета"
            )
            self.target = IndicatorTarget.objects.create(school=school, indicator="I1", year=2026, percent=75)
            gone = IndicatorTarget.objects.create(school=school, indicator="I1", year=2027, percent=75)
            self.removed_target_pk = gone.pk
            remove_target(row=gone, by=None)
            self.nine = CoordinatorForm.objects.create(school=school, programme=self.programme, day=date(2022, 3, 14))
            self.paper_of_school(school)
            self.year_of_school(school)
            self.survey = self.campaign.survey_version.survey
            SurveyVersionFactory(survey=self.survey, number=10**6, state="draft", published_at=None)
            self.question = Question.objects.create(
                school=school, text="Вопрос", value={"key": "q", "kind": "long", "text": "Вопрос"}
            )
            self.offer = self.offered()
            self.sheet, self.doubted_sheet = self.typed(), self.typed(second={})
            self.answer_in_words()
            self.letter = self.told(Channel.EMAIL, State.FAILED)
            self.bell = self.told(Channel.BELL, State.SENT)
        self.session = UserSession.objects.create(
            user=self.membership.user, ip="127.0.0.1", session_key=str(uuid.uuid4()), user_agent="Chrome"
        )

    def care_for(self, mentee):
        """A decision about a mentee, a closed note, a mentor who was found."""
        day = date(2022, 3, 14)
        case = CareCase.objects.create(school=self.school, mentee=mentee, decision="search")
        self.care_step = CareStep.objects.create(school=self.school, case=case, decision="search", day=day)
        self.care_note = CareNote.objects.create(
            school=self.school, mentee=mentee, day=day, text="Тайна", author=self.membership.user
        )
        self.care_call = CareCall.objects.create(school=self.school, mentee=mentee, mentor=self.mentor, found_on=day)

    def drafted(self):
        """A draft of the matching with one pair in it."""
        knowledge = Knowledge((KnownMentor(self.mentor.pk),), (KnownMentee(self.mentee.pk),), 2022)
        snapshot = {"rules": Rules().to_dict(), "knowledge": knowledge.to_dict()}
        run = MatchingRunFactory(programme=self.programme, snapshot=snapshot)
        ProposalFactory(run=run, mentor=self.mentor, mentee=self.mentee)
        return run

    def offered(self):
        """Answers that wait for a decision."""
        sheet = Submission.objects.create(
            school=self.school, campaign=self.campaign, key=uuid.uuid4(), submitted_on=date(2022, 3, 14)
        )
        return Offer.objects.create(
            school=self.school, submission=sheet, person=self.person, is_waiting=False, batch=uuid.uuid4()
        )

    def answer_in_words(self):
        """Written answers to a question, and to one that is for the coordinator alone."""
        version = self.campaign.survey_version
        secret = {"key": "q4", "kind": "long", "text": "Что ещё?", "confidential": True}
        version.content["sections"][0]["questions"].append(secret)
        version.save()
        answers = {"q1": {"options": [], "other": "Своё"}, "q4": {"text": "Тайна"}}
        Submission.objects.filter(pk=self.sheet.pk).update(answers=answers)

    def typed(self, **fields):
        """A sheet that was typed in off paper."""
        return Submission.objects.create(
            school=self.school,
            campaign=self.campaign,
            key=uuid.uuid4(),
            way=Submission.Way.PAPER,
            answers={"q2": {"scale": 7}},
            submitted_on=date(2022, 3, 14),
            **fields,
        )

    def paper_of_school(self, school):
        """A draft order, a line of the journal and a text of the school's own, whose first version there is."""
        self.paper = Paper.objects.create(
            school=school, programme=self.programme, code="order_results", heading="О", text="О", day=date(2022, 3, 14)
        )
        self.entry = JournalEntry.objects.create(
            school=school, year=2022, place=1, number="1", day=date(2022, 3, 14), title="О"
        )
        text = PaperTemplate.objects.create(school=school, code="protocol", current=1)
        PaperTemplateVersion.objects.create(school=school, template=text, number=1, heading="П", text="П")

    def year_of_school(self, school):
        """What the year's end leaves: an award, a nomination, a public page, a counted quantity, a past programme."""
        programme = {"school": school, "programme": self.programme}
        self.award = Award.objects.create(**programme, person=self.person, day=date(2022, 3, 14))
        self.nomination = Nomination.objects.create(**programme, mentor=self.mentor, mentee=self.mentee)
        self.publication = Publication.objects.create(**programme, kind="results", title="Итоги")
        self.published = PublishedPerson.objects.create(
            school=school, publication=self.publication, person=self.person, clean_by=date(2022, 3, 17)
        )
        self.normative_act = NormativeAct.objects.create(school=school, layer="school", title="Положение")
        self.quantity = Quantity.objects.create(**programme, title="Проекты")
        self.measurement = Measurement.objects.create(**programme, side="mentee")
        self.past_programme = ProgrammeFactory(school=school, title="Прошлая", closed_on=date(2021, 5, 31))
        school.current_programme = self.programme
        school.save()
        region, _is_new = Region.objects.get_or_create(title=f"Область {school.pk}")
        self.asked = FiguresRequest.objects.create(
            region=region, title="Сведения", as_of=date(2022, 3, 14), due_on=date(2022, 3, 20)
        )
        FiguresAnswer.objects.create(school=school, request=self.asked)
        self.mapping = ColumnMapping.objects.create(region=region, title="Форма")

    def report_on(self, pairing):
        term = {"starts_on": "2022-03-01", "ends_on": "2022-03-31", "school": pairing.school}
        self.mentor_report = MentorReport.objects.create(pairing=pairing, **term)
        self.portfolio = Portfolio.objects.create(person=pairing.mentor.person, **term)

    def told(self, channel, state):
        return Notification.objects.create(
            school=self.school,
            kind="commented",
            object_id=1,
            due_on="2022-03-14",
            recipient=self.membership.user,
            channel=channel,
            state=state,
        )

    def values(self, route, name):
        """What the place-holder may be in this route; more than one where a kind stands beside it."""
        by_name = {
            "class_pk": self.school_class.pk,
            "criterion_pk": self.criterion.pk,
            "day_off_pk": self.day.pk,
            "exclusion_pk": self.exclusion.pk,
            "group_pk": self.group.pk,
            "invitation_id": self.invitation.public_id,
            "material_id": self.material.public_id,
            "meeting_id": self.meeting.public_id,
            "membership_pk": self.membership.pk,
            "mentee_id": self.mentee.public_id,
            "mentor_id": self.mentor.public_id,
            "care_call_pk": self.care_call.pk,
            "care_note_id": self.care_note.public_id,
            "care_step_pk": self.care_step.pk,
            "help_call_id": self.help_call.public_id,
            "order_id": self.order.public_id,
            "mentor_report_id": self.mentor_report.public_id,
            "portfolio_id": self.portfolio.public_id,
            "pair_meeting_id": self.pair_meeting.public_id,
            "pairing_id": (self.pair_of_staff if route.endswith("/paid/") else self.pairing).public_id,
            "plan_id": self.plan.public_id,
            "plan_item_id": self.plan_item.public_id,
            "plan_template_id": self.plan_template.public_id,
            "pair_file_id": (self.thrown_file if route.endswith("/restore/") else self.pair_file).public_id,
            "substitution_id": self.substitution.public_id,
            "code": "protocol" if "papers/" in route else "no_meeting" if "/attention/" in route else "any-pupil",
            "paper_id": self.paper.public_id,
            "entry_id": self.entry.public_id,
            "job_id": self.job.public_id,
            "run_id": self.run.public_id,
            "other_run_id": self.other_run.public_id,
            "tag_pk": self.synonym.pk if route.endswith("/part/") else self.tag.pk,
            "variant_pk": self.variant.pk,
            "mentoring_form_pk": self.form.pk,
            "number": 1 if route.startswith("papers/texts/") else self.revision.number,
            "other": self.other_revision.number,
            "programme_pk": (self.past_programme if route.startswith("archive/") else self.programme).pk,
            "page_kind": "results",
            "award_id": self.award.public_id,
            "nomination_id": self.nomination.public_id,
            "published_id": self.published.pk,
            "act_id": self.normative_act.public_id,
            "quantity_id": self.quantity.public_id,
            "measurement_id": self.measurement.public_id,
            "request_id": self.asked.public_id,
            "mapping_pk": self.mapping.pk,
            "school_id": self.school.public_id,
            "question_id": self.question.public_id,
            "question_key": "q4" if "/confidential/" in route else "q1",
            "section_key": "s1",
            "act": "up",
            "tie_pk": self.tie.pk,
            "swot_id": self.swot.public_id,
            "nine_id": self.nine.public_id,
            "target_pk": self.removed_target_pk if route.endswith("/restore/") else self.target.pk,
            "indicator_code": "I1",
            "group": "pupils",
            "quadrant": "threat",
            "way": "up",
            "session_pk": self.session.pk,
            "survey_id": self.survey.public_id,
            "training_id": self.training.public_id,
            "view_id": self.view.public_id,
            "batch": self.offer.batch,
            "batch_id": self.offer.batch,
            "submission_id": self.sheet.pk,
            "row_id": (self.doubted_sheet if route.endswith("/settle/") else self.sheet).pk,
            "source": f"template-{self.template.pk}",
            "extension": "pdf",
            "slug": "month",
            "ready_name": "pulse:adult",
            "year": 2022,
            "stage": 1,
            "activity": 1,
        }
        by_route = {
            ("campaigns/", "public_id"): self.campaign.public_id,
            ("surveys/mine/", "public_id"): self.ticket.public_id,
            ("people/import/", "public_id"): self.batch.public_id,
            ("activities/", "pk"): self.activity.pk,
            ("consents/people/", "public_id"): self.person.public_id,
            ("mentees/", "public_id"): self.mentee.public_id,
            ("mentors/", "public_id"): self.mentor.public_id,
            ("consents/", "public_id"): self.consent.public_id,
            ("people/rollover/", "public_id"): self.rollover.public_id,
            ("people/answers/", "public_id"): self.offer.public_id,
            ("people/", "public_id"): self.person.public_id,
            ("delivery/", "public_id"): self.letter.public_id,
            ("notifications/", "public_id"): self.bell.public_id,
            ("files/", "public_id"): self.evidence.public_id,
            ("proofs/", "public_id"): self.evidence.public_id,
            ("remind/", "public_id"): self.reminder.public_id,
            ("roadmap/import/", "public_id"): self.draft.public_id,
            ("roadmap/parties/", "pk"): self.party.pk,
            ("roadmap/templates/", "pk"): self.template.pk,
            ("roadmap/", "pk"): self.roadmap.pk,
            ("stages/", "pk"): self.stage.pk,
            ("steps/", "pk"): self.step.pk,
        }
        if name in by_name:
            return by_name[name]
        return next(value for (prefix, key), value in by_route.items() if route.startswith(prefix) and key == name)

    def kinds(self):
        """Where an address says what kind of row the number is of."""
        return {"stage": self.stage.pk, "activity": self.activity.pk, "step": self.step.pk, "roadmap": self.roadmap.pk}

    def paths(self, route, pattern):
        """The addresses of this school's rows on this route."""
        wanted = list(pattern.pattern.converters)
        choices = list(self.kinds().items()) if "kind" in wanted else [(None, None)]
        for kind, pk in choices:
            given = {"kind": kind, "pk": pk} if kind else {}
            filled = {name: given.get(name) or self.values(route, name) for name in wanted}
            path = route
            for name, value in filled.items():
                converter = type(pattern.pattern.converters[name]).__name__
                for word in ("int", "str", "slug", "uuid", "path"):
                    path = path.replace(f"<{word}:{name}>", str(value))
                assert f"<{name}>" not in path, converter
            yield "/" + path


OUTLINE = {"title": "Карта", "stages": [{"title": "Этап", "number": 1, "activities": [{"title": "Мероприятие"}]}]}


def verbs_of(client):
    return client.get, client.post


def status_of(verb, path, body=None):
    response = verb(path, body)
    if response.streaming:
        list(response.streaming_content)  # the client closes the file after it, and leaves the database open
    return response.status_code


@pytest.fixture
def leader(school):
    """A person who may everything that a school has to give."""
    user = MembershipFactory(school=school, role=LEADERS[0]).user
    for role in (*LEADERS[1:], "psychologist", "mentee"):
        MembershipFactory(school=school, user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("route", "pattern"), WITH_OBJECTS, ids=names(WITH_OBJECTS))
def test_a_row_of_another_school_is_not_there(route, pattern, school, other_school, leader):
    if pattern.name in OF_A_REGION:
        pytest.skip("it is a region's: tests/mentorship/dashboard/test_region.py has it")
    ProgrammeFactory(school=school)
    answers = set()

    for path, method in product(World(other_school).paths(route, pattern), verbs_of(leader)):
        answers.add(status_of(method, path))

    assert answers <= {404, 405}
    assert 404 in answers


@pytest.mark.parametrize(("route", "pattern"), WITH_OBJECTS, ids=names(WITH_OBJECTS))
def test_a_row_of_the_own_school_is_there(route, pattern, school, leader):
    """Otherwise the test above would praise addresses that are there for nobody."""
    if pattern.name in OF_A_REGION:
        pytest.skip("it is a region's: tests/mentorship/dashboard/test_region.py has it")
    if pattern.name in OF_A_PERSON:
        pytest.skip("it is a person's, not a school's: tests/mentorship/accounts and .../notifications have it")
    world = World(school)
    body = {
        "member": world.member.pk,
        "mentor": world.mentor.public_id,
        "representative": world.representative.pk,
        "position": 0,
    }

    answers = {status_of(verb, path, body) for path, verb in product(world.paths(route, pattern), verbs_of(leader))}

    assert answers - {404, 405}


@pytest.mark.parametrize(("route", "pattern"), ADDRESSES, ids=names(ADDRESSES))
def test_a_stranger_is_led_to_the_sign_in(route, pattern, other_school):
    for path, method in product(World(other_school).paths(route, pattern), verbs_of(Client())):
        response = method(path)

        assert response.status_code == 302, path
        assert response.url.startswith("/login/?next="), path


def test_exactly_the_listed_addresses_are_open_to_everybody():
    open_ones = {
        pattern.name for _route, pattern in addresses() if not getattr(pattern.callback, "login_required", True)
    }

    assert open_ones == PUBLIC
