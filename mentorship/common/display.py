"""How a person wants pages shown: the version for the visually impaired and the theme.

The choice is made on the server, so it works without scripts. It lives in a signed cookie, and with the person
where somebody is signed in: an account then looks the same on every machine.
"""

from dataclasses import asdict, dataclass, fields

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

COOKIE = "display"
SALT = "mentorship.display"
YEAR = 365 * 24 * 3600


class Size(models.TextChoices):
    """How many per cent of the usual letters."""

    NORMAL = "100", "100 %"
    LARGE = "150", "150 %"
    HUGE = "200", "200 %"


class Typeface(models.TextChoices):
    SANS = "sans", _("Without serifs")
    SERIF = "serif", _("With serifs")


class Colours(models.TextChoices):
    BLACK_ON_WHITE = "bw", _("Black on white")
    WHITE_ON_BLACK = "wb", _("White on black")
    BLUE = "blue", _("Dark blue on light blue")


class Theme(models.TextChoices):
    AUTO = "auto", _("As in the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


@dataclass(frozen=True)
class Display:
    """Settings of the version for the visually impaired; they wait while it is off."""

    is_on: bool = False
    size: str = Size.LARGE
    typeface: str = Typeface.SANS
    colours: str = Colours.BLACK_ON_WHITE
    is_spaced: bool = False
    has_pictures: bool = True

    @property
    def html_classes(self):
        if not self.is_on:
            return ""
        classes = {
            f"v-{self.size}": self.size != Size.NORMAL,
            "v-serif": self.typeface == Typeface.SERIF,
            f"v-{self.colours}": True,
            "v-space": self.is_spaced,
            "v-nopics": not self.has_pictures,
        }
        return " ".join(name for name, is_worn in classes.items() if is_worn)


CHOICES = {"size": Size, "typeface": Typeface, "colours": Colours}


def display_of(data):
    """The settings that stored data name; what is missing or unknown takes its usual value."""
    data = data if isinstance(data, dict) else {}
    known = {}
    for field in fields(Display):
        value = data.get(field.name)
        if value in CHOICES[field.name].values if field.name in CHOICES else isinstance(value, bool):
            known[field.name] = value
    return Display(**known)


def stored(request):
    """What the cookie says; a forged or broken one says nothing."""
    try:
        data = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return data if isinstance(data, dict) else {}


def person_of(request):
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def display_for(request):
    """The settings of the signed-in person, else of this browser."""
    person = person_of(request)
    return display_of((person.display if person else None) or stored(request))


def theme_for(request):
    person = person_of(request)
    theme = person.theme if person else stored(request).get("theme")
    return theme if theme in Theme.values else Theme.AUTO


def remember(request, response, *, display=None, theme=None):
    """Keeps a choice in this browser, and with the signed-in person."""
    display = display or display_for(request)
    theme = theme or theme_for(request)
    if person := person_of(request):
        person.display, person.theme = asdict(display), theme
        person.save(update_fields=["display", "theme"])
    response.set_cookie(
        COOKIE,
        signing.dumps({**asdict(display), "theme": str(theme)}, salt=SALT),
        max_age=YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
