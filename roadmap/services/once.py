"""A form that was sent twice acts once."""

from django.db import transaction

from ..models import SubmittedForm


@transaction.atomic
def once(*, school, key, act):
    """Run ``act`` (which returns the address to go to) unless a form with this key has run; answer the address.

    The unique constraint decides, so two clicks at the same moment make one activity. Without a key it simply runs.
    """
    if key is None:
        return act()
    sent, is_new = SubmittedForm.objects.get_or_create(school=school, key=key)
    if is_new:
        sent.url = act()
        sent.save(update_fields=["url"])
    return sent.url
