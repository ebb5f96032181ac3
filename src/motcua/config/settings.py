"""The one settings file. Everything that differs between places comes from the environment."""

import os
import secrets
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

# Debian's SQLite (3.40.1) can corrupt a database in WAL mode under concurrent checkpoints; pysqlite3 carries
# a mended one. It must stand in for sqlite3 before Django looks for it.
import pysqlite3

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

WAL_SAFE_FROM = (3, 51, 3)
if pysqlite3.dbapi2.sqlite_version_info < WAL_SAFE_FROM:
    _found = pysqlite3.dbapi2.sqlite_version
    raise RuntimeError(f"SQLite {_found} has the WAL-reset fault; {WAL_SAFE_FROM} or newer is needed.")

from csp.constants import NONE, SELF  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402

BASE_DIR = Path(__file__).resolve().parents[3]


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _switch(name: str, default: bool) -> bool:
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"


def _origin(url: str) -> str:
    """Scheme, host and port of an address."""
    return "/".join(url.split("/")[:3])


def _secret_key(data_dir: Path) -> str:
    """From the environment, or made once and kept beside the data, readable by its owner only."""
    given = os.environ.get("MOTCUA_SECRET_KEY")
    if given:
        return given
    path = data_dir / "secret-key"
    if not path.exists():
        # Several processes may start at once: the first to link its key wins, and nobody reads half of one.
        handle, made = tempfile.mkstemp(dir=data_dir)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(made, path)
        os.unlink(made)
    return path.read_text().strip()


def _databases(data_dir: Path) -> dict[str, dict[str, object]]:
    """SQLite in the data folder by default; PostgreSQL when MOTCUA_DATABASE names one."""
    url = os.environ.get("MOTCUA_DATABASE", "")
    if not url:
        return {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(data_dir / "motcua.sqlite3"),
                "CONN_MAX_AGE": 600,
                "OPTIONS": {
                    "timeout": 20,
                    "transaction_mode": "IMMEDIATE",
                    "init_command": (
                        # FULL: an answered filing must survive a power cut, not only a killed process.
                        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                        " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY"
                    ),
                },
                "TEST": {"NAME": str(data_dir / "test.sqlite3")},
            }
        }
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("MOTCUA_DATABASE must look like postgresql://user:password@host:5432/name")
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.strip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or 5432),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # Compiling a query takes PostgreSQL longer than ours take to run: they read a few thousand rows
            # by index. `reporting.recompute` reads millions, yet a thousand dossiers at a time.
            # What is streamed is read to its end: a plan that is quick for the first tenth is none for us.
            "OPTIONS": {"options": "-c jit=off -c cursor_tuple_fraction=1.0"},
        }
    }


DATA_DIR = Path(os.environ.get("MOTCUA_DATA") or BASE_DIR / ".data").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = _secret_key(DATA_DIR)
DEBUG = _switch("MOTCUA_DEBUG", False)
ALLOWED_HOSTS = os.environ.get("MOTCUA_HOSTS", "127.0.0.1,localhost,testserver").split(",")
# The address people reach the system at; printed in QR codes.
PUBLIC_URL = os.environ.get("MOTCUA_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "motcua.audit",
    "motcua.identity",
    "motcua.organisation",
    "motcua.documents",
    "motcua.payments",
    "motcua.notifications",
    "motcua.delivery",
    "motcua.catalogue",
    "motcua.dossiers",
    "motcua.feedback",
    "motcua.reception",
    "motcua.reporting",
    "motcua.web.ui",
    "motcua.web.files",
    "motcua.web.portal",
    "motcua.web.desk",
    "motcua.web.hall",
    "motcua.web.console",
    "motcua.web.steering",
    "motcua.integrations.eidentity",
    "motcua.integrations.post",
    "motcua.integrations.tax",
    "motcua.integrations.payplat",
    "motcua.integrations.redirectpay",
    "motcua.integrations.bank",
    "motcua.integrations.ereceipt",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "motcua.web.ui.middleware.ActorMiddleware",
    "motcua.web.ui.middleware.RefusedMiddleware",
    "axes.middleware.AxesMiddleware",
    "motcua.web.steering.visits.VisitMiddleware",
]

ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
DATABASES = _databases(DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "motcua.web.ui.context.everywhere",
            ],
        },
    }
]

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    # Files of dossiers: one storage interface, a folder by default.
    "default": {
        "BACKEND": os.environ.get("MOTCUA_FILE_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": {"location": str(DATA_DIR / "files")} if "MOTCUA_FILE_STORAGE" not in os.environ else {},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["motcua.identity.hashing.Argon2"]
LOGIN_URL = "/dang-nhap/"
SESSION_COOKIE_AGE = _number("MOTCUA_SESSION_SECONDS", 3600)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "motcua.web.ui.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "motcua.web.ui.errors.locked_out"
AXES_VERBOSE = False

# Ways to pay over the network; each is offered once its address and its secret are set.
PAYPLAT: dict[str, str] = {
    "url": os.environ.get("MOTCUA_PAYPLAT_URL", "").rstrip("/"),
    "partner": os.environ.get("MOTCUA_PAYPLAT_PARTNER", "motcua"),
    "secret": os.environ.get("MOTCUA_PAYPLAT_SECRET", ""),
}
REDIRECTPAY: dict[str, str] = {
    "url": os.environ.get("MOTCUA_REDIRECTPAY_URL", "").rstrip("/"),
    "terminal": os.environ.get("MOTCUA_REDIRECTPAY_TERMINAL", "motcua"),
    "secret": os.environ.get("MOTCUA_REDIRECTPAY_SECRET", ""),
}
GATEWAYS: dict[str, dict[str, str]] = {}
if PAYPLAT["url"] and PAYPLAT["secret"]:
    GATEWAYS["payplat"] = {
        "label": "Nền tảng thanh toán quốc gia",
        "adapter": "motcua.integrations.payplat.client.Platform",
    }
if REDIRECTPAY["url"] and REDIRECTPAY["secret"]:
    GATEWAYS["redirectpay"] = {
        "label": "Thẻ ngân hàng, ví điện tử",
        "adapter": "motcua.integrations.redirectpay.client.RedirectGateway",
    }
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        # Browsers hold the redirect after a form to this too: paying leads on to a gateway's page.
        "form-action": [SELF, *(_origin(about["url"]) for about in (PAYPLAT, REDIRECTPAY) if about["url"])],
    }
}

EMAIL_BACKEND = os.environ.get("MOTCUA_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_HOST = os.environ.get("MOTCUA_EMAIL_HOST", "localhost")
EMAIL_PORT = _number("MOTCUA_EMAIL_PORT", 25)
DEFAULT_FROM_EMAIL = os.environ.get("MOTCUA_EMAIL_FROM", "motcua@localhost")

# Ports: which adapter stands behind each, by dotted path.
MOTCUA_RECEIPT_SEAL = os.environ.get("MOTCUA_RECEIPT_SEAL", "motcua.documents.signing.receipts.seal")
# A vendor that numbers and signs receipts. Without an address the system numbers them itself.
ERECEIPT: dict[str, str] = {
    "url": os.environ.get("MOTCUA_ERECEIPT_URL", "").rstrip("/"),
    "client": os.environ.get("MOTCUA_ERECEIPT_CLIENT", "motcua"),
    "secret": os.environ.get("MOTCUA_ERECEIPT_SECRET", ""),
}
MOTCUA_RECEIPT_PROVIDER = os.environ.get(
    "MOTCUA_RECEIPT_PROVIDER",
    "motcua.integrations.ereceipt.client.Vendor"
    if ERECEIPT["url"]
    else "motcua.payments.own_numbers.OwnNumbers",
)
MOTCUA_KEYSTORE = os.environ.get("MOTCUA_KEYSTORE", "motcua.documents.signing.disk.DiskKeyStore")

# The e-identity exchange (OpenID Connect). Without an issuer, citizens cannot log in; officers can.
EIDENTITY: dict[str, Any] = {
    "issuer": os.environ.get("MOTCUA_EIDENTITY_ISSUER", ""),
    "client_id": os.environ.get("MOTCUA_EIDENTITY_CLIENT", "motcua"),
    "client_secret": os.environ.get("MOTCUA_EIDENTITY_SECRET", ""),
    "scope": os.environ.get("MOTCUA_EIDENTITY_SCOPE", ""),
    # Which assurance level may file; level 1 may always log in and follow.
    "min_level_to_file": _number("MOTCUA_MIN_LEVEL_TO_FILE", 2),
}

# The public post that brings results home. Without an address, the desk types tracking numbers by hand.
POST: dict[str, str] = {
    "url": os.environ.get("MOTCUA_POST_URL", "").rstrip("/"),
    "client": os.environ.get("MOTCUA_POST_CLIENT", "motcua"),
    "secret": os.environ.get("MOTCUA_POST_SECRET", ""),
}
# The tax office that works out what is owed for land. Without an address, slips and vouchers go on paper.
TAX: dict[str, str] = {
    "url": os.environ.get("MOTCUA_TAX_URL", "").rstrip("/"),
    "client": os.environ.get("MOTCUA_TAX_CLIENT", "motcua"),
    "secret": os.environ.get("MOTCUA_TAX_SECRET", ""),
}
MOTCUA_TAX_OFFICE = os.environ.get(
    "MOTCUA_TAX_OFFICE", "motcua.integrations.tax.client.TaxSystem" if TAX["url"] else ""
)
# Who may tell of money on collecting accounts. Without a secret nobody may; statements are read instead.
BANK: dict[str, str] = {
    "client": os.environ.get("MOTCUA_BANK_CLIENT", "motcua"),
    "secret": os.environ.get("MOTCUA_BANK_SECRET", ""),
}
MOTCUA_CARRIER = os.environ.get(
    "MOTCUA_CARRIER", "motcua.integrations.post.client.PostCarrier" if POST["url"] else ""
)

# The province served; dossier codes and agency identifiers come from its units.
PROVINCE = {
    "code": os.environ.get("MOTCUA_PROVINCE", "25"),
    "name": os.environ.get("MOTCUA_PROVINCE_NAME", "Phú Thọ"),
}
# How many working days before the due day an apology is drafted for the signer (form 04); at least 1.
APOLOGY_LEAD_DAYS = max(1, _number("MOTCUA_APOLOGY_LEAD_DAYS", 1))
# After how many working days a result at the desk counts as left lying; reminders follow at the same pace.
UNCOLLECTED_DAYS = max(1, _number("MOTCUA_UNCOLLECTED_DAYS", 5))
# After how many working days past its due day a dossier that still runs has to be explained.
EXPLAIN_AFTER_DAYS = max(1, _number("MOTCUA_EXPLAIN_AFTER_DAYS", 3))
# For how many days a report made in the background is offered to who asked for it.
EXPORT_DAYS = max(1, _number("MOTCUA_EXPORT_DAYS", 7))
# From which day of January on the registers of past years are locked by themselves.
REGISTER_LOCK_DAYS = _number("MOTCUA_REGISTER_LOCK_DAYS", 5)
# Who answers the telephone; shown on every page of the portal.
HOTLINE = {
    "name": os.environ.get("MOTCUA_HOTLINE_NAME", "Trung tâm Phục vụ hành chính công tỉnh"),
    "number": os.environ.get("MOTCUA_HOTLINE_NUMBER", "0210 000 1022"),
    "hours": os.environ.get("MOTCUA_HOTLINE_HOURS", "07:00–17:00, ngày làm việc"),
}
# Says on every page that the people and dossiers are invented.
DEMO = _switch("MOTCUA_DEMO", False)
# How a dossier code is written: length of the date (6 or 8) and smallest width of the daily number.
DOSSIER_CODE = {
    "date_digits": _number("MOTCUA_CODE_DATE_DIGITS", 6),
    "number_digits": _number("MOTCUA_CODE_NUMBER_DIGITS", 4),
}
# How many days after the true receipt a dossier taken in on paper during an outage may still be typed.
# Our own choice: no text seen sets a number.
LATE_ENTRY_DAYS = _number("MOTCUA_LATE_ENTRY_DAYS", 7)
# After how many working hours without any act silence is told: first to who holds the dossier, so many more
# hours later to the head and to the applicant.
QUIET_HOURS = {
    "check": _number("MOTCUA_QUIET_HOURS_CHECK", 4),
    "transfer": _number("MOTCUA_QUIET_HOURS_TRANSFER", 8),
    "step": _number("MOTCUA_QUIET_HOURS_STEP", 16),
    "head": _number("MOTCUA_QUIET_HOURS_HEAD", 8),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MOTCUA_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"] if not HTTPS else []
