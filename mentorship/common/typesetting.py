"""WeasyPrint with the product's fonts and style sheet.

Nothing is fetched but packaged fonts: no network, no file of the machine, no redirect, and a refused address stops the
paper instead of leaving a hole in it. A worker that is warm has the fonts and the style sheet already parsed.
"""

from email.message import EmailMessage
from functools import cache, lru_cache

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "packaged"
STATIC = settings.BASE_DIR / "static"
FONTS = {f"fonts/tinos-{style}.woff2" for style in ("regular", "bold", "italic", "bold-italic")}
STYLE_SHEET = settings.BASE_DIR / "templates" / "papers" / "paper.css"
WIDTHS = "".join(f".part-table col.w{share}{{width:{share}%}}" for share in range(1, 101))
"""Of columns in a paper of several tables: each names its own on its ``col``."""
WIDE_TABLE = 9
"""More columns than these are narrower than a Russian word of 10 points: small print, words divided by syllables."""
SMALL_PRINT = (
    "table{font-size:7.5pt;line-height:1.1;hyphens:auto;hyphenate-character:'-';hyphenate-limit-chars:6 3 3}"
    "th,td{padding:0.8mm 0.7mm}"
)


class PackagedFetcher(URLFetcher):
    """Answers for the fonts of the product and refuses everything else."""

    def __init__(self):
        super().__init__(allowed_protocols=(SCHEME,), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        name = url.removeprefix(f"{SCHEME}:")
        if name not in FONTS:
            raise FatalURLFetchingError(f"A paper may not fetch {url[:100]!r}.")
        answer = EmailMessage()
        answer["Content-Type"] = "font/woff2"
        return URLFetcherResponse(url, (STATIC / name).read_bytes(), answer)


@cache
def fonts():
    """The font configuration of the process."""
    return FontConfiguration()


@cache
def style_sheet():
    """The paper's style sheet, parsed once."""
    text = STYLE_SHEET.read_text(encoding="utf-8") + WIDTHS
    return CSS(string=text, font_config=fonts(), url_fetcher=PackagedFetcher())


@lru_cache(maxsize=64)
def page_sheet(landscape, shares):
    """Orientation of the sheet and widths of the table's columns in percent."""
    widths = "".join(f"col:nth-child({place}){{width:{share:.2f}%}}" for place, share in enumerate(shares, 1))
    orientation = "landscape" if landscape else "portrait"
    small = SMALL_PRINT if len(shares) > WIDE_TABLE else ""
    return CSS(
        string=f"@page{{size:A4 {orientation}}}{widths}{small}", font_config=fonts(), url_fetcher=PackagedFetcher()
    )


def laid_out(html, landscape, shares, variant):
    """The document of the HTML, whose ``pages`` can be looked at before they are written."""
    return HTML(string=html, url_fetcher=PackagedFetcher()).render(
        stylesheets=[style_sheet(), page_sheet(landscape, shares)],
        font_config=fonts(),
        presentational_hints=False,
        pdf_variant=variant,
    )
