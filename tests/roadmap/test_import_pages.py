import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from mentorship.programmes.models import Programme
from mentorship.programmes.roles import Role
from roadmap.models import Activity, ImportDraft, Roadmap
from tests.factories import ProgrammeFactory, RoadmapFactory

from .documents import HEADER, bytes_of, word

ROWS = [
    ["1", "База", "Анкеты", "Ученики\nПедагоги", "Март", "Директор"],
    ["^", "^", "Встречи", "Первая", "по плану", "кто-нибудь"],
]
UPLOAD = "/roadmap/import/"


@pytest.fixture
def coordinator(client_of, programme):
    return client_of("coordinator")


def file_of(rows=ROWS, name="план.docx"):
    return SimpleUploadedFile(name, bytes_of(word("Дорожная карта школы", [HEADER, *rows])))


@pytest.fixture
def draft(coordinator, programme):
    coordinator.post(UPLOAD, {"file": file_of(), "programme": programme.pk})
    return ImportDraft.unscoped.get()


def address(draft, action="check"):
    return f"{UPLOAD}{draft.public_id}/{action}/"


def activity_address(draft, stage=1, activity=2):
    return f"{UPLOAD}{draft.public_id}/stages/{stage}/activities/{activity}/"


def words(draft, key="1-2", **changes):
    values = {"title": "Встречи", "term_text": "по плану", "responsible": "Куратор", "steps": "Первая\r\nВторая"}
    values |= {"version": draft.version} | changes
    return {f"a{key}-{name}": value for name, value in values.items()}


def saved(draft, stage=1, activity=2):
    draft.refresh_from_db()
    return draft.outline["stages"][stage - 1]["activities"][activity - 1]


def test_a_file_becomes_a_draft_and_shows_what_was_understood(coordinator, programme):
    response = coordinator.post(UPLOAD, {"file": file_of(), "programme": programme.pk}, follow=True)

    draft = ImportDraft.unscoped.get()
    assert response.redirect_chain[0][0] == address(draft)
    assert response.context["counts"] == {"stages": 1, "activities": 2, "steps": 3, "parties": 2}
    assert response.context["doubtful_count"] == 1
    assert Roadmap.unscoped.count() == 0


def test_the_whole_way_of_the_customers_document(coordinator, programme, customer_docx):
    upload = SimpleUploadedFile(customer_docx.name, customer_docx.read_bytes())
    check = coordinator.post(UPLOAD, {"file": upload, "programme": programme.pk}, follow=True)
    assert (check.context["doubtful_count"], len(check.context["warnings"])) == (0, 3)

    response = coordinator.post(address(ImportDraft.unscoped.get(), "create"))

    assert response.url == reverse("roadmap")
    with scope(school=programme.school):
        assert Activity.objects.of(Roadmap.objects.get()).count() == 11


def test_the_roadmap_that_will_be_replaced_is_named(coordinator, draft, programme):
    assert coordinator.get(address(draft)).context["replaced"] is None

    roadmap = RoadmapFactory(programme=programme)

    assert coordinator.get(address(draft)).context["replaced"] == roadmap


def test_creating_twice_makes_one_roadmap(coordinator, draft):
    coordinator.post(address(draft, "create"))
    coordinator.post(address(draft, "create"))

    assert Roadmap.unscoped.count() == 1


def test_a_created_draft_leads_to_its_roadmap(coordinator, draft):
    coordinator.post(address(draft, "create"))

    assert coordinator.get(address(draft)).status_code == 302
    assert coordinator.post(activity_address(draft), words(draft)).status_code == 404


def test_only_doubtful_rows(coordinator, draft):
    response = coordinator.get(address(draft) + "?only=doubtful")

    assert [row.key for row in response.context["page_obj"]] == ["1-2"]
    assert response.context["page_obj"][0].form is not None


def test_a_correction_is_kept_and_settles_the_doubt(coordinator, draft):
    response = coordinator.post(activity_address(draft), words(draft, term_text="до 15 марта"))

    row = saved(draft)
    assert response.url == address(draft) + "#row-1-2"
    assert (row["term"]["kind"], row["term"]["last"]) == ("day", "2022-03-15")
    assert row["responsible"] == [{"kind": "role", "role": "Куратор", "name": None}]
    assert [step["title"] for step in row["steps"]] == ["Первая", "Вторая"]
    assert draft.doubts == []


def test_words_with_given_days_stay_words(coordinator, draft):
    coordinator.post(activity_address(draft), words(draft, first_on="01.03.2022", last_on="15.03.2022"))

    assert saved(draft)["term"] == {
        "text": "по плану",
        "kind": "days",
        "first": "2022-03-01",
        "last": "2022-03-15",
    }


def test_a_row_that_was_only_confirmed_stays_as_it_was(coordinator, draft):
    before = saved(draft, activity=1)
    form = {"title": "Анкеты", "term_text": "Март", "responsible": "Директор", "steps": "Ученики\nПедагоги"}

    coordinator.post(activity_address(draft, activity=1), words(draft, key="1-1", **form))

    assert saved(draft, activity=1) == before


def test_the_title_of_a_stage_is_corrected(coordinator, draft):
    coordinator.post(f"{UPLOAD}{draft.public_id}/stages/1/", {"s1-title": "База данных", "s1-version": draft.version})

    draft.refresh_from_db()
    assert draft.outline["stages"][0]["title"] == "База данных"


def test_a_wrong_correction_comes_back_as_it_was_typed(coordinator, draft):
    response = coordinator.post(activity_address(draft), words(draft, title="", steps="Моё"))

    assert response.status_code == 422
    assert "Моё" in response.content.decode()
    assert saved(draft)["title"] == "Встречи"


def test_the_second_of_two_people_gets_both_texts(coordinator, draft):
    coordinator.post(activity_address(draft), words(draft, title="Одно"))

    response = coordinator.post(activity_address(draft), words(draft, title="Другое"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Одно" in page
    assert "Другое" in page
    draft.refresh_from_db()
    coordinator.post(activity_address(draft), words(draft, title="Другое"))
    assert saved(draft)["title"] == "Другое"


def test_a_text_that_is_too_long_hinders_until_it_is_shortened(coordinator, programme):
    rows = [["1", "База" * 200, "Анкеты", "", "Март", "Директор"]]
    coordinator.post(UPLOAD, {"file": file_of(rows), "programme": programme.pk})
    draft = ImportDraft.unscoped.get()
    coordinator.post(address(draft, "create"))
    assert Roadmap.unscoped.count() == 0

    coordinator.post(f"{UPLOAD}{draft.public_id}/stages/1/", {"s1-title": "База", "s1-version": draft.version})
    coordinator.post(address(draft, "create"))
    assert Roadmap.unscoped.count() == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_an_unreadable_file_says_what_to_do(coordinator, programme, content):
    response = coordinator.post(UPLOAD, {"file": SimpleUploadedFile("план.docx", content), "programme": programme.pk})

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert ImportDraft.unscoped.count() == 0


def test_without_a_file_the_form_asks_for_it(coordinator):
    response = coordinator.post(UPLOAD, {"programme": "new"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"file", "starts_on", "ends_on"}


def test_a_new_programme_is_made_with_the_days_given(client_of, school):
    client = client_of("coordinator")
    days = {"programme": "new", "starts_on": "01.12.2021", "ends_on": "31.05.2022"}

    client.post(UPLOAD, {"file": SimpleUploadedFile("план.docx", b"broken"), **days})
    assert Programme.unscoped.count() == 0

    client.post(UPLOAD, {"file": file_of(), **days})
    school.refresh_from_db()
    assert school.current_programme == Programme.unscoped.get()


def test_an_unfinished_draft_can_be_continued(coordinator, draft):
    assert address(draft) in coordinator.get(UPLOAD).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_the_coordinator_imports(client_of, draft, role):
    client = client_of(role)

    assert client.get(UPLOAD).status_code == 403
    assert client.get(address(draft)).status_code == 403
    assert client.post(address(draft, "create")).status_code == 403
    assert client.post(activity_address(draft), words(draft)).status_code == 403


def test_a_stranger_finds_nothing(client_of, member, other_school, draft):
    ProgrammeFactory(school=other_school)
    stranger = client_of(member("coordinator", other_school))

    assert stranger.get(address(draft)).status_code == 404
    assert stranger.post(address(draft, "create")).status_code == 404
    assert stranger.post(activity_address(draft), words(draft)).status_code == 404


@pytest.mark.parametrize(("stage", "activity"), [(0, 1), (2, 1), (1, 0), (1, 3)])
def test_a_row_that_is_not_there_is_not_found(coordinator, draft, stage, activity):
    assert coordinator.post(activity_address(draft, stage, activity), words(draft)).status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_the_check_page_asks_the_database_as_often_for_many_rows(
    coordinator, programme, count, django_assert_max_num_queries
):
    rows = [["1", "База", f"Дело {number}", "Шаг", "Март", "Директор"] for number in range(count)]
    coordinator.post(UPLOAD, {"file": file_of(rows), "programme": programme.pk})
    draft = ImportDraft.unscoped.get()

    with django_assert_max_num_queries(8):
        coordinator.get(address(draft))
