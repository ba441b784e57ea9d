"""The product's own settings for real processes in tests, with one app more."""

from mentorship.settings import *  # noqa: F403, TID251

INSTALLED_APPS = [*INSTALLED_APPS, "tests.errands"]  # noqa: F405
