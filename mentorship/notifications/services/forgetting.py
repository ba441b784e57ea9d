"""What is kept how long. The rows stay, they are the memory of what was told; the words of letters go."""

from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from ..models import Attempt, Notification

KEPT_WORDS = clock.days(180)


def forget_old_words(*, now):
    """Empty the letters that were made half a year ago: address, words and the mail server's answers.

    The key of a row must live on, else an activity that is still overdue would be reported to the director again.
    Answers how many letters were emptied.
    """
    emptied = 0
    for school in School.objects.all():
        with scope(school=school):
            old = Notification.objects.letters().filter(created_at__lt=now - KEPT_WORDS).exclude(body_text="")
            ids = list(old.values_list("pk", flat=True))
            Attempt.objects.filter(notification__in=ids).update(answer="")
            emptied += Notification.objects.filter(pk__in=ids).update(
                address="", subject="", body_text="", body_html=""
            )
    return emptied
