import json
from collections import Counter
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.notifications import outbox
from mentorship.notifications.services.scanning import scan
from mentorship.notifications.services.sending import Delivered, deliver

YEARS = range(2000, 2101)


class Command(BaseCommand):
    help = "Issues what is due and sends what waits, once and in the foreground: the same as beat has workers do."

    def add_arguments(self, parser):
        parser.add_argument("--now", metavar="ISO-TIME", help="the instant to work at: 2022-03-14T08:05+04:00")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, **options):
        now = instant(options["now"]) if options["now"] else clock.now()
        scanned = vars(scan(now))
        done = scanned | {"schools_failed": scanned["failed"]} | deliver_all(now) | {"waiting": outbox.waiting()}
        self.stdout.write(json.dumps({"now": now.isoformat()} | done) if options["json"] else in_words(done))


def instant(text):
    """An instant needs its zone: eight o'clock is not the same moment in Samara and on Kamchatka."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("%(text)s is not a time. Write it like 2022-03-14T08:05+04:00.") % {"text": text}
        ) from error
    if moment.tzinfo is None:
        raise CommandError(
            _("%(text)s has no time zone. Write it like 2022-03-14T08:05+04:00 or 2022-03-14T04:05Z.") % {"text": text}
        )
    if moment.year not in YEARS:
        raise CommandError(_("%(text)s is not a year of this product.") % {"text": text})
    return moment


def deliver_all(now):
    """Run the sender until it finds nothing to do at this instant."""
    total = Counter(vars(Delivered()))
    while any((done := vars(deliver(moment=lambda: now))).values()):
        total.update(done)
    return dict(total)


def in_words(done):
    text = _(
        "Schools: %(schools)d (with errors: %(schools_failed)d); told anew: %(issued)d; digests: %(digests)d; "
        "sent: %(sent)d; to be tried again: %(retrying)d; not delivered: %(failed)d; withheld: %(withheld)d; "
        "postponed: %(postponed)d; possibly sent twice: %(possibly_twice)d; still waiting: %(waiting)d."
    )
    return text % done
