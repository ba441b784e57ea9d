"""Settings: read from environment variables named MENTORSHIP_*, refused when wrong, embedded set by default.

Without any variable the product runs from its folder: SQLite and the filesystem broker under ``var/``. A server is
described by variables alone; README.md has the table.
"""

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env(prefix="MENTORSHIP_")

DEBUG = env.bool("DEBUG", False)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
TEST_NOW = env.datetime("NOW", None)
if TEST_NOW and not DEBUG:
    raise ImproperlyConfigured("MENTORSHIP_NOW sets the clock for demonstrations: it needs MENTORSHIP_DEBUG=1.")
if TEST_NOW and TEST_NOW.tzinfo is None:
    raise ImproperlyConfigured("MENTORSHIP_NOW needs a time zone: 2022-03-14T09:00:00+04:00.")

SITE_URL = env.str("SITE_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("MENTORSHIP_SITE_URL begins with http:// or https://.")
IS_SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]


def embedded_secret_key():
    """The key of an installation without a variable: made once, kept in var/, readable by its owner only."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", "") or ("" if IS_SECURE else embedded_secret_key())
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("MENTORSHIP_SECRET_KEY must be at least 32 characters long.")
SEALING_KEYS = env.list("SEALING_KEYS", []) or [SECRET_KEY]
"""Keys of the texts that lie encrypted (``mentorship.common.sealed``): the first one seals, all of them open."""

INSTALLED_APPS = [
    "mentorship.common",
    "mentorship.accounts",
    "mentorship.programmes",
    "mentorship.notifications",
    "roadmap",
    "surveys",
    "mentorship.people",
    "mentorship.pairs",
    "mentorship.matching",
    "mentorship.monitoring",
    "mentorship.recognition",
    "mentorship.documents",
    "mentorship.dashboard",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "mentorship.common.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mentorship.accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentorship.programmes.middleware.SchoolMiddleware",
    "mentorship.programmes.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "mentorship.urls"
WSGI_APPLICATION = "mentorship.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorship.common.context_processors.display",
                "mentorship.programmes.navigation.navigation",
                "mentorship.notifications.bell.bell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Anything less loses answers in a class hour: deferred transactions are refused at once when two write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-20000;PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", 120, validate=validate.Range(min=5, max=720)) * 60
"""A session ends after this pause, and twelve hours after the sign-in in any case."""
SESSION_COOKIE_NAME = "__Host-session" if IS_SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "surname", "given_name"]},
    },
    {"NAME": "mentorship.programmes.passwords.SchoolNameValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ADMIN_PATH = env.str("ADMIN_PATH", "")
"""Path of the superuser's admin ("kontora-7/"); empty switches it off."""

ACCOUNT_ADAPTER = "mentorship.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "mentorship.accounts.entrance.LoginForm",
    "reset_password": "mentorship.accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "mentorship.accounts.entrance.ResetPasswordKeyForm",
    "change_password": "mentorship.accounts.entrance.ChangePasswordForm",
    "set_password": "mentorship.accounts.entrance.SetPasswordForm",
    "reauthenticate": "mentorship.accounts.entrance.ReauthenticateForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/10m/key",
    "reset_password": "60/h/ip,5/h/key",
    "reset_password_from_key": "60/h/ip",
}
"""Wrong passwords are counted by accounts.throttle; ``login_failed`` is left for the codes of the second factor."""
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
"""How many proxies of ours stand before the web server: the client's address is that many hops from the right."""
MAIL_ASIDE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Наставничество"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "mentorship.accounts.entrance.CodeForm",
    "reauthenticate": "mentorship.accounts.entrance.CodeAgainForm",
    "activate_totp": "mentorship.accounts.entrance.ActivateForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False

mail = urlsplit(env.str("EMAIL_URL", "file:///mail"))
EMAIL_BACKENDS = {
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
} | dict.fromkeys(("smtp", "smtps", "submission"), "mentorship.common.smtp.EmailBackend")
"""smtps is TLS from the first byte (port 465), submission STARTTLS (587); smtp is in clear, for a server next door."""
if mail.scheme not in EMAIL_BACKENDS or mail.query:
    raise ImproperlyConfigured(
        "MENTORSHIP_EMAIL_URL begins with smtps://, submission:// or smtp:// and has no ?options."
    )
EMAIL_BACKEND = EMAIL_BACKENDS[mail.scheme]
EMAIL_HOST = mail.hostname or "localhost"
EMAIL_PORT = mail.port or {"smtps": 465, "submission": 587}.get(mail.scheme, 25)
EMAIL_HOST_USER = unquote(mail.username or "")
EMAIL_HOST_PASSWORD = unquote(mail.password or "")
EMAIL_USE_SSL = mail.scheme == "smtps"
EMAIL_USE_TLS = mail.scheme == "submission"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "Наставничество <no-reply@localhost>")
MAIL_DOMAIN = urlsplit(SITE_URL).hostname.encode("idna").decode()
"""The right half of a Message-ID, and what we call ourselves to the mail server."""
MAIL_PER_DAY = env.int("EMAIL_PER_DAY", 500 if "yandex" in EMAIL_HOST else 0, validate=validate.Range(min=0))
"""How many letters the mail server takes in 24 hours; 0 is no limit. A mailbox of Yandex takes 500."""

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "mentorship" / "locale"]
TIME_ZONE = "Europe/Moscow"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

MATCHING_PAIRS_AT_ONCE = 300_000
"""Up to so many pairs of a mentor and a mentee a matching is computed while the page waits; more go to the worker."""
MATCHING_GROUP_PAIRS_AT_ONCE = 10_000
"""The same with groups of at least two: which of them open takes much longer to prove."""

BROKER_URL = env.str("BROKER_URL", "filesystem://")
BROKER_DIR = VAR_DIR / "broker"
"""Queue of the embedded set; its folders must exist before the first task and stand on one disk."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "mentorship.common.logs.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": []},
        "pytrovich": {"level": "CRITICAL"},  # it would write down the names of pupils whose gender it cannot tell
    },
}
