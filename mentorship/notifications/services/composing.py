"""The words of a letter."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives


def compose(letter, lines, morning):
    """The message of a letter: ``lines`` is ``[(notification, Line)]``, never empty."""
    text = "\n".join(line.title for _one, line in lines)
    message = EmailMultiAlternatives(
        "Наставничество",
        text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.recipient.email],
        headers={"Message-ID": letter.message_id},
    )
    message.attach_alternative(f"<p>{text}</p>", "text/html")
    return message
