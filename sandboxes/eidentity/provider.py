"""The OpenID Connect provider: authlib's grant with PKCE, kept in memory, signing with one key."""

import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidRequestError,
    OAuth2Payload,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator, InvalidTokenError
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import ECKey, KeySet

from sandboxes.eidentity.citizens import SCOPE_CLAIMS, Citizen
from sandboxes.eidentity.web import Request, Response

ALGORITHM = "ES256"
TOKEN_SECONDS = 300
SESSION_SECONDS = 3600
AUTH_METHODS = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True)
class Client:
    """The one program that may ask; addresses are compared letter by letter (RFC 9700, 2.1)."""

    client_id: str
    secret: str
    redirects: tuple[str, ...]
    after_logout: tuple[str, ...] = ()

    @property
    def client_metadata(self) -> dict[str, list[str]]:
        return {"post_logout_redirect_uris": list(self.after_logout)}

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: OpenID Connect wants the address in every request."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The scopes known here; None, which refuses the request, when `openid` is not among them."""
        asked = (scope or "").split()
        return " ".join(word for word in asked if word in SCOPE_CLAIMS) if "openid" in asked else None

    def check_redirect_uri(self, address: str) -> bool:
        return address in self.redirects

    def check_client_secret(self, secret: str) -> bool:
        return secrets.compare_digest(self.secret.encode(), secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in AUTH_METHODS

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass(frozen=True)
class Session:
    """Somebody logged in at this server, in one browser."""

    citizen: Citizen
    auth_time: int
    expires: float


@dataclass(frozen=True)
class Code:
    """An authorization code: for one client and address, once, and not for long."""

    value: str
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str | None
    session: Session
    code_challenge: str
    code_challenge_method: str
    expires: float

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.session.auth_time

    def get_acr(self) -> str:
        return str(self.session.citizen.level)

    def get_amr(self) -> list[str]:
        return ["pwd"]


@dataclass(frozen=True)
class Access:
    """What an access token opens."""

    citizen: Citizen
    scope: str
    expires: float


@dataclass
class Memory:
    """Everything that is forgotten when the server stops."""

    codes: dict[str, Code] = field(default_factory=dict)
    spent: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, Access] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)

    def sweep(self) -> None:
        """Drop what has run out, so that a server left running does not grow."""
        now = time.time()
        tables: tuple[dict[str, Any], ...] = (self.codes, self.tokens, self.sessions)
        for table in tables:
            for name, row in list(table.items()):
                if row.expires < now:
                    table.pop(name, None)
        for code, token in list(self.spent.items()):
            if token not in self.tokens:
                self.spent.pop(code, None)


class _Payload(OAuth2Payload):  # type: ignore[misc]
    """The parameters of a protocol request; repeated ones stay visible to authlib's checks."""

    def __init__(self, parameters: dict[str, list[str]]) -> None:
        self._lists = parameters
        self._first = {name: values[0] for name, values in parameters.items()}

    @property
    def data(self) -> dict[str, str]:
        return self._first

    @property
    def datalist(self) -> dict[str, list[str]]:
        return self._lists


class _Request(OAuth2Request):  # type: ignore[misc]
    """A request in the words of authlib."""

    def __init__(self, request: Request, parameters: dict[str, list[str]], issuer: str) -> None:
        super().__init__(request.method, issuer + request.path, headers=request.headers)
        self.payload = _Payload(parameters)

    @property
    def form(self) -> dict[str, str]:
        found: dict[str, str] = self.payload.data
        return found


class _S256Only(CodeChallenge):  # type: ignore[misc]
    """PKCE, not to be left out and only with SHA-256 (RFC 9700, 2.1.1)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        if grant.request.payload.data.get("code_challenge_method") != "S256":
            raise InvalidRequestError(
                "PKCE is required: send code_challenge with code_challenge_method=S256."
            )
        super().validate_code_challenge(grant, redirect_uri)


class _CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS

    def save_authorization_code(self, code: str, request: Any) -> None:
        provider: Provider = self.server
        told = request.payload.data
        provider.memory.sweep()
        provider.memory.codes[code] = Code(
            value=code,
            client_id=request.client.client_id,
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            nonce=told.get("nonce"),
            session=request.user,
            code_challenge=told["code_challenge"],
            code_challenge_method=told["code_challenge_method"],
            expires=time.time() + provider.code_seconds,
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """Take the code out: whatever happens next, it has been used."""
        memory = self.server.memory
        if leaked := memory.spent.pop(code, ""):
            # RFC 6749, 4.1.2: a code used twice may be stolen, so the first token is taken back too.
            memory.tokens.pop(leaked, None)
        found: Code | None = memory.codes.pop(code, None)
        if found is None or found.client_id != client.client_id or found.expires < time.time():
            return None
        return found

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Already taken out; its token was noted by `save_token`."""

    def authenticate_user(self, authorization_code: Code) -> Session:
        return authorization_code.session


class _IdToken(OpenIDCode):  # type: ignore[misc]
    """The id token says who and how sure; everything else is told by the userinfo endpoint."""

    DEFAULT_EXPIRES_IN = TOKEN_SECONDS

    def __init__(self, provider: "Provider") -> None:
        super().__init__(require_nonce=False)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """Never: a nonce is the client's affair (OpenID Connect Core, 2); «allow» may be pressed twice."""
        return False

    def resolve_client_private_key(self, client: Client) -> ECKey:
        return self.provider.key

    def get_client_algorithm(self, client: Client) -> str:
        return ALGORITHM

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": ALGORITHM, "kid": str(self.provider.key.kid)}

    def get_client_claims(self, client: Client) -> dict[str, object]:
        return {"iss": self.provider.issuer, "aud": client.client_id}

    def generate_user_info(self, user: Session, scope: str) -> dict[str, object]:
        return {"sub": user.citizen.sub}


class _EndSession(EndSessionEndpoint):  # type: ignore[misc]
    """RP-initiated logout; the browser's own session is dropped by the page, tokens are here."""

    def get_server_jwks(self) -> KeySet:
        return KeySet([self.server.key])

    def get_algorithms(self) -> list[str]:
        return [ALGORITHM]

    def end_session(self, end_session_request: Any) -> None:
        memory: Memory = self.server.memory
        subject = (end_session_request.id_token_claims or {}).get("sub")
        for token, access in list(memory.tokens.items()):
            if access.citizen.sub == subject:
                memory.tokens.pop(token, None)


class Provider(AuthorizationServer):  # type: ignore[misc]
    """The server's rules and memory. `code_seconds` is the life of a code (RFC 6749: at most 600)."""

    def __init__(
        self,
        *,
        issuer: str,
        client: Client,
        key: ECKey,
        code_seconds: float = 60,
        claim_names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.issuer = issuer
        self.client = client
        self.key = key
        self.code_seconds = code_seconds
        self.claim_names = claim_names or {}
        self.memory = Memory()
        self.register_token_generator(
            "default",
            BearerTokenGenerator(lambda **_: secrets.token_urlsafe(32), expires_generator=TOKEN_SECONDS),
        )
        self.register_grant(_CodeGrant, [_S256Only(required=True), _IdToken(self)])
        self.register_endpoint(_EndSession)

    def query_client(self, client_id: str) -> Client | None:
        return self.client if client_id == self.client.client_id else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        value, code = token["access_token"], request.authorization_code
        expires = time.time() + token["expires_in"]
        self.memory.tokens[value] = Access(request.user.citizen, token["scope"], expires)
        self.memory.spent[code.value] = value

    def create_oauth2_request(self, request: Any) -> OAuth2Request:
        return request if isinstance(request, OAuth2Request) else self.asked(request, request.parameters)

    def asked(self, request: Request, parameters: dict[str, list[str]]) -> OAuth2Request:
        """The protocol request made of these parameters."""
        return _Request(request, parameters, self.issuer)

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Response:
        """authlib's answer as ours."""
        told = dict(headers)
        location = told.pop("Location", "")
        told.pop("Content-Type", "")
        text = json.dumps(body, ensure_ascii=False) if isinstance(body, dict) else str(body or "")
        return Response(status, text, "application/json", location, list(told.items()))

    def user_info(self, bearer: str) -> dict[str, object]:
        """The claims a token opens, under the configured names. Raises authlib's InvalidTokenError."""
        kind, _, value = bearer.partition(" ")
        access = self.memory.tokens.get(value.strip()) if kind.lower() == "bearer" else None
        if access is None or access.expires < time.time():
            raise InvalidTokenError()
        told = access.citizen.claims(access.scope)
        return {self.claim_names.get(name, name): value for name, value in told.items()}

    def metadata(self) -> dict[str, object]:
        """The discovery document (OpenID Connect Discovery 1.0, 3)."""
        claims = [name for names in SCOPE_CLAIMS.values() for name in names]
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
            "jwks_uri": f"{self.issuer}/jwks",
            "scopes_supported": list(SCOPE_CLAIMS),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "acr_values_supported": ["1", "2"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "claims_supported": [self.claim_names.get(name, name) for name in claims],
            "ui_locales_supported": ["vi"],
            "authorization_response_iss_parameter_supported": True,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
        }


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", {"alg": ALGORITHM, "use": "sig"}, auto_kid=True)


def signing_key(folder: Path | None) -> ECKey:
    """The key of this server: kept in `folder`, for its owner only; without a folder, new each time."""
    if folder is None:
        return _new_key()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "signing-key.json"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(_new_key().as_dict(private=True), file)
    return ECKey.import_key(json.loads(path.read_text()))
