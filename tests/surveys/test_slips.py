"""Slips to be cut apart and the code of the board."""

import re
import uuid
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django_scopes import scope
from pypdf import PdfReader

from mentorship.programmes.models import AuditEvent, MembershipClass
from mentorship.programmes.roles import Role
from surveys import sources, tokens
from surveys.addresses import qr_svg, spaced
from surveys.papers import A_SHEET, slips_of
from tests.factories import CampaignFactory, InvitationFactory, SchoolClassFactory

pytestmark = pytest.mark.django_db
CLASSES = ("10\u00a0«А»", "8\u00a0«Б»")


@pytest.fixture
def campaign(programme, monkeypatch, on_day):
    """Thirteen pupils of the eighth and two of the tenth class."""
    on_day(2022, 3, 14)
    with scope(school=programme.school):
        campaign = CampaignFactory(programme=programme, open_code="АБВГДЕ", closes_on=date(2022, 3, 27))
        for number in range(15):
            InvitationFactory(
                campaign=campaign, number=number, email="", subject=uuid.UUID(int=number + 1), group=CLASSES[number > 1]
            )
        names = {uuid.UUID(int=number + 1): f"Иванов{15 - number:02} Пётр" for number in range(15)}
        monkeypatch.setattr(sources, "_names", [lambda subjects: {one: names[one] for one in subjects}])
        yield campaign


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_each_class_begins_a_sheet_and_names_are_in_order(campaign):
    sheets = slips_of(campaign.invitations.all())

    assert [(sheet[0].group, len(sheet)) for sheet in sheets] == [
        ("8\u00a0«Б»", A_SHEET),
        ("8\u00a0«Б»", 3),
        ("10\u00a0«А»", 2),
    ]
    names = [slip.name for sheet in sheets[:2] for slip in sheet]
    assert names == sorted(names)


def test_the_pdf_holds_name_class_address_and_code_of_everybody(campaign, client_of):
    answer = client_of().post(reverse("campaign_slips.pdf", args=[campaign.public_id]))
    text = text_of(answer.content)

    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(answer.content)).pages) == 3
    squeezed = re.sub(r"\s", "", text)
    for ticket in campaign.invitations.all():
        assert tokens.slip_code(ticket) in squeezed
    assert "Иванов07" in squeezed
    assert squeezed.count("/f") >= 15
    assert AuditEvent.objects.filter(action="campaign.slips").count() == 1


def test_a_lost_slip_has_the_same_code_and_a_revoked_one_is_not_printed(campaign):
    first = [slip.code for sheet in slips_of(campaign.invitations.all()) for slip in sheet]
    again = [slip.code for sheet in slips_of(campaign.invitations.all()) for slip in sheet]

    assert first == again
    assert len(set(first)) == 15


def test_a_class_teacher_prints_the_own_class_alone(campaign, client_of, member, school):
    teacher = member(Role.CLASS_TEACHER)
    own = SchoolClassFactory(school=school, grade=10, letter="А")
    MembershipClass.objects.create(school=school, membership=teacher, school_class=own)
    address = reverse("campaign_slips.pdf", args=[campaign.public_id])

    answer = client_of(teacher).post(address)
    assert len(PdfReader(BytesIO(answer.content)).pages) == 1
    assert client_of(teacher).post(address, {"group": CLASSES[1]}).status_code == 404
    assert client_of(Role.MENTOR).post(address).status_code == 403
    assert client_of().get(address).status_code == 405


def test_the_board_shows_the_code_without_anything_the_page_may_not_load(campaign, client_of):
    page = client_of().get(reverse("campaign_share", args=[campaign.public_id])).content.decode()

    assert spaced("АБВГДЕ", 3) in page
    assert "<svg" in page
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]
    assert "data:" not in page[page.index("<svg") : page.index("</svg>")]
    poster = client_of().get(reverse("campaign_board.pdf", args=[campaign.public_id]))
    reader = PdfReader(BytesIO(poster.content))
    assert len(reader.pages) == 1
    assert "АБВ" in reader.pages[0].extract_text()


def test_without_a_code_there_is_no_page_for_the_board(campaign, client_of):
    type(campaign).objects.filter(pk=campaign.pk).update(open_code="")
    for name in ("campaign_share", "campaign_board.pdf"):
        assert client_of().get(reverse(name, args=[campaign.public_id])).status_code == 404


def test_the_drawing_is_the_code(campaign):
    """Every dark module is drawn, no light one is."""
    import qrcode

    text = "http://localhost/f/АБВ"
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, is_dark in enumerate(row) if is_dark}

    drawn = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", qr_svg(text)):
        drawn |= {(int(x) + step, int(y)) for step in range(int(width))}
    assert drawn == dark
