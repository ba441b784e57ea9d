from datetime import UTC, date, datetime

from mentorship.notifications.models import Attempt, Channel, Notification, Outcome, State
from mentorship.notifications.services.forgetting import forget_old_words

NOW = datetime(2022, 9, 1, 8, tzinfo=UTC)


def letter(school, person, made):
    row = Notification.objects.create(
        school=school,
        kind="digest",
        object_id=person.pk,
        due_on=made.date(),
        recipient=person,
        channel=Channel.EMAIL,
        state=State.SENT,
        created_at=made,
        address=person.email,
        subject="План на неделю",
        body_text="Слова",
        body_html="<p>Слова</p>",
    )
    Attempt.objects.create(school=school, notification=row, at=made, outcome=Outcome.SENT, code=250, answer="Ok")
    return row


def test_the_words_of_old_letters_go_and_their_rows_stay(school_scope, member):
    person = member("director").user
    old = letter(school_scope, person, datetime(2022, 3, 4, 8, tzinfo=UTC))
    new = letter(school_scope, person, datetime(2022, 3, 6, 8, tzinfo=UTC))

    assert forget_old_words(now=NOW) == 1

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.address, old.subject, old.body_text, old.body_html) == ("", "", "", "")
    assert (old.state, old.due_on, old.attempts.get().answer) == ("sent", date(2022, 3, 4), "")
    assert (new.body_text, new.attempts.get().answer) == ("Слова", "Ok")
    assert forget_old_words(now=NOW) == 0
