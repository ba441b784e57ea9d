"""How often a code may be guessed.

Only wrong codes are counted, so a whole school behind one address comes in with right ones without end. The limit is
wide enough for the slips of the pen of five hundred pupils, and narrow for a machine: at this pace a personal code
takes thousands of years. Personal links are too long to be guessed and are not counted.
"""

from datetime import timedelta

from django.conf import settings

from mentorship.common import clock

from .models import WrongCode
from .tokens import digest

MOST, SPAN = 300, timedelta(hours=1)


def source_of(request):
    """The digest of the client's address; the proxies of ours stand between it and the right end of the chain."""
    address = request.META.get("REMOTE_ADDR", "")
    hops = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        address = hops[-proxies]
    return digest("address", address)


def is_paused(request):
    """Have there been so many wrong codes from this address that no more are looked at for a while?"""
    rows = WrongCode.objects.filter(source=source_of(request), at__gt=clock.now() - SPAN)
    return rows.count() >= MOST


def count_wrong(request):
    """Keep one wrong code, and forget those that count no more."""
    WrongCode.objects.filter(at__lt=clock.now() - SPAN).delete()
    WrongCode.objects.create(source=source_of(request))
