"""The product's settings, with ten lines changed for tests."""

import os
import tempfile

VAR = tempfile.mkdtemp(prefix="mentorship-tests-")
os.environ.setdefault("MENTORSHIP_VAR_DIR", VAR)
os.environ.setdefault("MENTORSHIP_SECRET_KEY", "only-for-tests-" + "x" * 32)

from mentorship.settings import *  # noqa: E402, F403, TID251

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAIL_ASIDE = False
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
