"""The partial that every page with one form shares."""

import re

from django.conf import settings

WITHOUT_TOKEN = re.compile(r'{% include "programmes/_form\.html"[^%]* only %}')


def test_no_page_keeps_the_token_of_the_session_from_its_form():
    """An include with «only» hides ``csrf_token``: the page looks well and every press answers 403."""
    pages = sorted((settings.BASE_DIR / "templates").rglob("*.html"))

    assert len(pages) > 100
    assert [page.name for page in pages if WITHOUT_TOKEN.search(page.read_text(encoding="utf-8"))] == []
