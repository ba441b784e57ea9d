"""The folder for an inspection: everything by stage, streamed, with its contents and with what is missing."""

import tracemalloc
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from mentorship.common import clock
from mentorship.documents.inspection import names
from mentorship.documents.inspection.folder import stream
from mentorship.documents.inspection.missing import lacks_of
from mentorship.documents.inspection.streaming import zipped
from mentorship.documents.models import Paper
from mentorship.pairs.models import CareNote, PairOrder
from mentorship.people.models import Material, Training
from mentorship.programmes.models import AuditEvent
from roadmap.models import Evidence
from tests.factories import (
    ActivityFactory,
    MeetingFactory,
    MenteeFactory,
    PairingFactory,
    PersonFactory,
    PlanFactory,
    RoadmapFactory,
    StageFactory,
)
from tests.mentorship.people.asking import consent

DAY = date(2022, 5, 31)


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 5, 31)


@pytest.fixture
def stage(school_scope, programme):
    roadmap = RoadmapFactory(programme=programme)
    return StageFactory(roadmap=roadmap, school=programme.school, position=1, title="Подготовка условий")


def proof(activity, content=b"proof", **fields):
    row = Evidence(school=activity.school, activity=activity, **fields)
    if "url" not in fields:
        row.file.name = default_storage.save(f"t/{activity.school_id}/{row.public_id}", ContentFile(content))
    row.save()
    return row


def taken(programme, *, may_export=True):
    content = b"".join(stream(programme, day=DAY, now=clock.now(), may_export=may_export))
    return ZipFile(BytesIO(content))


def words_of(archive, name="00 Содержание.xlsx"):
    sheet = load_workbook(BytesIO(archive.read(name))).active
    return "\n".join(str(cell.value) for row in sheet for cell in row if cell.value)


def test_proofs_lie_by_stage_under_safe_russian_names(stage, programme):
    activity = ActivityFactory(stage=stage, school=programme.school, title='Приказ: "О внедрении"', status="plan")
    proof(activity, b"one", file_name="приказ/../о внедрении?.PDF")
    proof(activity, b"two", file_name="приказ .. о внедрении.pdf")
    proof(activity, url="https://school.example/prikaz")

    archive = taken(programme)

    found = [name for name in archive.namelist() if "Этап 1" in name]
    assert len(found) == 2
    assert all(name.startswith("01 Дорожная карта и подтверждения/Этап 1. Подготовка условий/") for name in found)
    assert not any(sign in name for name in found for sign in '<>:"\\|?*')
    assert {archive.read(name) for name in found} == {b"one", b"two"}
    assert "https://school.example/prikaz" in words_of(archive)
    assert archive.testzip() is None


def test_a_file_that_the_storage_has_lost_is_said_and_the_rest_is_there(stage, programme):
    activity = ActivityFactory(stage=stage, school=programme.school)
    row = proof(activity, file_name="скан.pdf")
    default_storage.delete(row.file.name)

    archive = taken(programme)

    assert not [name for name in archive.namelist() if name.endswith("скан.pdf")]
    assert "файл утрачен в хранилище" in words_of(archive)


def test_orders_plans_journals_registers_and_reports_are_there(stage, programme):
    mentee = MenteeFactory(programme=programme)
    pair = PairingFactory(programme=programme, mentees=[mentee])
    consent(mentee.person)
    MeetingFactory(pairing=pair, day=date(2022, 4, 6))
    PlanFactory(pairing=pair, state="approved", items=[{}])
    PairOrder.objects.create(
        school=programme.school, programme=programme, number="14-н", day=date(2022, 3, 20), text="О парах", rows=[]
    )

    listed = taken(programme).namelist()

    for part in (
        "02 Приказы и документы/Приказ",
        "03 Участники/База наставляемых",
        "03 Участники/База наставников",
        "03 Участники/Реестр согласий.xlsx",
        "03 Участники/Реестр награждений.xlsx",
        "05 Планы развития/",
        "06 Журналы встреч/Журнал встреч 2022-04.xlsx",
        "08 Мониторинг и отчёты/Годовой отчёт",
        "08 Мониторинг и отчёты/Аналитическая справка",
        "00 Содержание.html",
    ):
        assert [name for name in listed if name.startswith(part)], part


def test_registers_are_only_for_those_who_may_take_them_out(stage, programme):
    mentee = MenteeFactory(programme=programme)
    consent(mentee.person)

    assert not [name for name in taken(programme, may_export=False).namelist() if "Участники" in name]


def test_who_waits_for_a_consent_stands_in_no_register(stage, programme):
    mentee = MenteeFactory(programme=programme, person=PersonFactory(school=programme.school, surname="Безсогласный"))
    archive = taken(programme)
    register = next(name for name in archive.namelist() if "База наставляемых" in name)

    assert mentee.person.surname not in words_of(archive, register)


def test_notes_of_the_psychologist_are_not_there(stage, programme, member):
    mentee = MenteeFactory(programme=programme)
    consent(mentee.person)
    author = member("psychologist").user
    CareNote.objects.create(school=programme.school, mentee=mentee, day=DAY, text="Тайна беседы", author=author)
    pair = PairingFactory(programme=programme, mentees=[mentee])
    MeetingFactory(pairing=pair, day=date(2022, 4, 6), remark="Замечание куратора")

    archive = taken(programme)

    for name in archive.namelist():
        content = archive.read(name)
        if name.endswith(".xlsx"):
            content = words_of(archive, name).encode()
        assert "Тайна беседы".encode() not in content
        assert "Замечание куратора".encode() not in content


def test_what_is_missing_is_said_on_the_page_and_in_the_folder(stage, programme, client_of):
    ActivityFactory(stage=stage, school=programme.school, title="Издать приказ", status="done", done_on=DAY)

    page = client_of("director").get("/papers/inspection/").content.decode()
    archive = taken(programme)

    assert "1 мероприятие выполнено без подтверждения." in page.replace("\u00a0", " ")
    assert "Нет подтверждения: Издать приказ" in words_of(archive, "00 Содержание. Чего не хватает.xlsx")
    assert "Издать приказ" in archive.read("00 Содержание.html").decode()


def test_a_proof_takes_the_lack_away(stage, programme):
    activity = ActivityFactory(stage=stage, school=programme.school, status="done", done_on=DAY)

    def said():
        return [lack for lack in lacks_of(programme, DAY) if "без подтверждения" in lack.words]

    assert said()
    proof(activity, file_name="приказ.pdf")
    assert not said()


def test_the_archive_never_stands_in_memory():
    """Two hundred megabytes go through while a few stay."""

    def members():
        chunk = bytes(1024 * 1024)
        for number in range(20):
            yield f"файл {number}.pdf", (chunk for _one in range(10))

    tracemalloc.start()
    sent = sum(len(piece) for piece in zipped(members(), clock.now()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sent > 200 * 1024 * 1024
    assert peak < 16 * 1024 * 1024


def test_the_download_is_streamed_and_written_down(stage, programme, client_of):
    client = client_of("director")

    answer = client.post("/papers/inspection/folder/")
    content = b"".join(answer.streaming_content)

    assert answer.streaming
    assert answer["Content-Type"] == "application/zip"
    assert ZipFile(BytesIO(content)).testzip() is None
    assert AuditEvent.objects.filter(action="inspection.taken", actor=client.membership.user).exists()
    assert client.get("/papers/inspection/folder/").status_code == 405


@pytest.mark.parametrize(
    ("role", "status"), [("director", 200), ("coordinator", 200), ("deputy", 403), ("mentor", 403)]
)
def test_who_takes_the_folder_out(stage, client_of, role, status):
    assert client_of(role).get("/papers/inspection/").status_code == status


def test_lacks_are_asked_for_in_as_many_queries_for_many_activities(stage, programme, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as asked:
            list(lacks_of(programme, DAY))
        return len(asked)

    ActivityFactory(stage=stage, school=programme.school, status="done", done_on=DAY)
    few = count()
    for _number in range(20):
        ActivityFactory(stage=stage, school=programme.school, status="done", done_on=DAY)
    assert count() == few


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Приказ № 14/н.PDF", "Приказ № 14 н.pdf"),
        ("CON.pdf", "CON файл.pdf"),
        ("...", "без названия"),
        ("отчёт\u202efdp.exe", "отчёт fdp.exe"),
        ("а" * 300 + ".docx", "а" * 100 + ".docx"),
    ],
)
def test_names_that_a_disk_takes(text, name):
    assert names.file(text) == name


def test_equal_names_are_told_apart():
    once = names.Names()

    assert [once.once("а/Скан.pdf"), once.once("а/скан.pdf"), once.once("б/скан.pdf")] == [
        "а/Скан.pdf",
        "а/скан (2).pdf",
        "б/скан.pdf",
    ]


def test_a_signed_paper_is_there_and_a_draft_is_not(stage, programme):
    usual = {"school": programme.school, "programme": programme, "code": "order_introduction", "day": DAY}
    Paper.objects.create(heading="О внедрении наставничества", text="Текст", state="signed", number="12", **usual)
    Paper.objects.create(heading="О черновике", text="Текст", **usual)

    listed = " ".join(taken(programme).namelist())

    assert "02 Приказы и документы/Приказ о внедрении наставничества от 31.05.2022 № 12.pdf" in listed
    assert "черновике" not in listed


def test_orders_stand_by_their_days_whatever_they_are_about(stage, programme):
    usual = {"school": programme.school, "programme": programme}
    PairOrder.objects.create(number="21", day=date(2022, 3, 20), text="О", rows=[], **usual)
    for number, day in (("14", date(2022, 3, 1)), ("32", DAY)):
        Paper.objects.create(
            code="order_results", heading="О", text="О", state="signed", number=number, day=day, **usual
        )

    orders = [name for name in taken(programme).namelist() if name.startswith("02")]

    assert [name.removesuffix(".pdf").split("№ ")[1] for name in orders] == ["14", "21", "32"]


def test_materials_of_the_training_are_there(stage, programme):
    usual = {"school": programme.school}
    training = Training.objects.create(
        programme=programme, kind="seminar", title="Школа наставника", held_on=date(2022, 3, 5), **usual
    )
    file = Material.objects.create(title="Памятка", file_name="Памятка.pdf", file="t/lost", **usual)
    file.file.save("material", ContentFile(b"%PDF-1.4"), save=True)
    Material.objects.create(title="Запись", url="https://school.example/video", training=training, **usual)

    archive = taken(programme)

    assert archive.read("04 Обучение наставников/Материалы/Памятка.pdf") == b"%PDF-1.4"
    assert "Школа наставника" in words_of(archive, "04 Обучение наставников/Обучение наставников.xlsx")
    assert "https://school.example/video" in words_of(archive)
