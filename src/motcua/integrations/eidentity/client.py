"""The OpenID Connect client: authorization-code flow with PKCE, against the issuer that the settings name."""

import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import requests
from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.core.cache import cache
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from motcua.identity.actions import CitizenClaims
from motcua.integrations.eidentity import codes
from motcua.lib.errors import Refused

log = logging.getLogger(__name__)

# Only signatures that need the issuer's private key: never "none", never one made with our own secret.
ALGORITHMS = ["ES256", "ES384", "RS256", "PS256", "EdDSA"]
TIMEOUT = (3.05, 8)
METADATA_SECONDS = 3600
ATTEMPT_SECONDS = 900
CLOCK_LEEWAY = 60

AWAY = (
    "Máy chủ định danh VNeID đang không trả lời. Bạn thử lại sau ít phút, hoặc nộp trực tiếp tại Trung tâm"
    " phục vụ hành chính công."
)
NOT_SET_UP = (
    "Đăng nhập bằng VNeID chưa được bật trên hệ thống này. Bạn vẫn nộp được hồ sơ trực tiếp tại Trung tâm"
    " phục vụ hành chính công."
)
CANCELLED = "Bạn đã dừng đăng nhập hoặc chưa đồng ý chia sẻ thông tin. Cổng chưa nhận thông tin nào của bạn."
EXPIRED = (
    "Lần đăng nhập này đã cũ hoặc mở từ trình duyệt khác nên không dùng được nữa. Bạn bấm đăng nhập lại,"
    " chỉ mất một lúc."
)
NOT_PROVEN = (
    "Cổng chưa xác minh được câu trả lời của VNeID nên không cho đăng nhập, để giữ an toàn cho bạn. Bạn đăng"
    " nhập lại; nếu vẫn vậy, bạn gọi số ở cuối trang."
)


@dataclass(frozen=True)
class Attempt:
    """One log-in on its way, kept in the session of the browser that began it."""

    state: str
    nonce: str
    verifier: str
    next: str
    at: float

    @classmethod
    def begin(cls, next_address: str) -> "Attempt":
        """New secrets; afterwards the person returns to `next_address`."""
        return cls(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            next=next_address,
            at=time.time(),
        )

    @property
    def is_fresh(self) -> bool:
        return 0 <= time.time() - self.at <= ATTEMPT_SECONDS

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def _settings() -> dict[str, Any]:
    found: dict[str, Any] = settings.EIDENTITY
    return found


def is_set_up() -> bool:
    """Whether there is an issuer to log in with."""
    return bool(_settings()["issuer"])


def redirect_uri() -> str:
    """Where the issuer sends people back to; registered with it letter by letter."""
    return f"{settings.PUBLIC_URL}/dinh-danh/ve/"


def after_logout_uri() -> str:
    """Where the issuer sends people after they have logged out; registered with it too."""
    return f"{settings.PUBLIC_URL}/dinh-danh/da-thoat/"


def _issuer() -> str:
    issuer = str(_settings()["issuer"])
    if not issuer:
        raise Refused(NOT_SET_UP, code="not_set_up")
    if settings.HTTPS and not issuer.startswith("https://"):
        log.error("The e-identity issuer %s is not https although the portal is.", issuer)
        raise Refused(NOT_SET_UP, code="not_set_up")
    return issuer.rstrip("/")


def _fetch(address: str, **more: Any) -> dict[str, Any]:
    """A JSON object from the issuer. Raises Refused when it is away or talks nonsense."""
    try:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False, **more)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as problem:
        log.warning("e-identity: %s: %s", address, problem)
        raise Refused(AWAY, code="away") from problem
    if answer.is_redirect or not isinstance(found, dict):
        raise Refused(AWAY, code="away")
    return found


def _cached(address: str, *, again: bool = False) -> dict[str, Any]:
    key = f"eidentity:{address}"
    found: dict[str, Any] | None = None if again else cache.get(key)
    if found is None:
        found = _fetch(address)
        cache.set(key, found, METADATA_SECONDS)
    return found


def metadata() -> dict[str, Any]:
    """The issuer's discovery document, kept for an hour. Refused when it speaks for another issuer."""
    issuer = _issuer()
    found = _cached(f"{issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        log.error("e-identity: %s answers as %s.", issuer, found.get("issuer"))
        raise Refused(NOT_PROVEN, code="wrong_issuer")
    return found


def _session() -> OAuth2Session:
    about = _settings()
    return OAuth2Session(
        about["client_id"],
        about["client_secret"],
        scope=about.get("scope") or codes.SCOPE,
        redirect_uri=redirect_uri(),
        code_challenge_method="S256",
        default_timeout=TIMEOUT,
    )


def start(attempt: Attempt) -> str:
    """The address to send the browser to. Refused when the issuer is away or not set up."""
    address, _ = _session().create_authorization_url(
        metadata()["authorization_endpoint"],
        state=attempt.state,
        nonce=attempt.nonce,
        code_verifier=attempt.verifier,
        ui_locales="vi",
    )
    return str(address)


def finish(attempt: Attempt, answer: Mapping[str, str]) -> tuple[CitizenClaims, str]:
    """What the issuer says about whoever came back, and the id token, which logging out needs later.

    `answer` are the parameters the browser brought. Raises Refused for whatever is wrong with them.
    """
    if not secrets.compare_digest(attempt.state.encode(), answer.get("state", "").encode()):
        raise Refused(EXPIRED, code="wrong_state")
    if not attempt.is_fresh:
        raise Refused(EXPIRED, code="expired")
    about = metadata()
    if answer.get("iss", about["issuer"]) != about["issuer"]:
        # RFC 9207: an answer of another issuer mixed in.
        raise Refused(NOT_PROVEN, code="wrong_issuer")
    if answer.get("error"):
        raise _refusal_of(answer)
    token = _exchange(about, attempt, answer.get("code", ""))
    claims = _proven(about, attempt, token)
    userinfo: dict[str, Any] = {}
    if "userinfo_endpoint" in about:
        bearer = {"Authorization": f"Bearer {token['access_token']}"}
        userinfo = _fetch(about["userinfo_endpoint"], headers=bearer)
        if userinfo.get("sub") != claims["sub"]:
            # OpenID Connect Core, 5.3.2: otherwise another person's facts could be slipped in.
            raise Refused(NOT_PROVEN, code="wrong_subject")
    names = _settings().get("claims") or {}
    return codes.citizen_claims(claims, userinfo, names), str(token["id_token"])


def _refusal_of(answer: Mapping[str, str]) -> Refused:
    if answer["error"] in {"access_denied", "login_required", "consent_required", "interaction_required"}:
        return Refused(CANCELLED, code="cancelled")
    log.warning("e-identity: %s: %s", answer["error"][:80], answer.get("error_description", "")[:200])
    if answer["error"] in {"temporarily_unavailable", "server_error"}:
        return Refused(AWAY, code="away")
    return Refused(NOT_PROVEN, code="refused_by_issuer")


def _exchange(about: Mapping[str, Any], attempt: Attempt, code: str) -> dict[str, Any]:
    """The tokens for this code."""
    if not code:
        raise Refused(NOT_PROVEN, code="no_code")
    try:
        with _session() as session:
            token = session.fetch_token(
                about["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                redirect_uri=redirect_uri(),
                code_verifier=attempt.verifier,
            )
    except OAuthError as problem:
        log.warning("e-identity: the token endpoint refused: %s", problem)
        raise Refused(NOT_PROVEN, code="code_refused") from problem
    except (requests.RequestException, ValueError) as problem:
        log.warning("e-identity: the token endpoint: %s", problem)
        raise Refused(AWAY, code="away") from problem
    if "id_token" not in token or "access_token" not in token:
        raise Refused(NOT_PROVEN, code="no_id_token")
    return dict(token)


def _proven(about: Mapping[str, Any], attempt: Attempt, token: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims of the id token after every check of OpenID Connect Core, 3.1.3.7."""
    client_id = _settings()["client_id"]
    try:
        try:
            decoded = _decode(token["id_token"], _cached(about["jwks_uri"]))
        except InvalidKeyIdError:
            # The issuer has changed its keys since we looked.
            decoded = _decode(token["id_token"], _cached(about["jwks_uri"], again=True))
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": about["issuer"]},
                "aud": {"essential": True, "value": client_id},
                "nonce": {"essential": True, "value": attempt.nonce},
            },
            {"nonce": attempt.nonce, "client_id": client_id, "access_token": token["access_token"]},
        )
        claims.validate(leeway=CLOCK_LEEWAY)
    except (JoseError, ValueError) as problem:
        log.warning("e-identity: id token refused: %s", problem)
        raise Refused(NOT_PROVEN, code="id_token_refused") from problem
    return dict(claims)


def _decode(id_token: str, keys: dict[str, Any]) -> jwt.Token:
    return jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]


def end_session_address(id_token: str) -> str:
    """Where to send the browser so that the issuer forgets it too; empty when there is no such place.

    Never fails: logging out here must not hang on somebody else's server.
    """
    try:
        endpoint = metadata().get("end_session_endpoint", "")
    except Refused:
        return ""
    if not endpoint or not id_token:
        return ""
    asked = {
        "id_token_hint": id_token,
        "client_id": _settings()["client_id"],
        "post_logout_redirect_uri": after_logout_uri(),
    }
    return str(add_params_to_uri(endpoint, asked))
