"""The server as a WSGI application: the protocol's addresses and the pages people see."""

import json
import secrets
import time
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6750 import InvalidTokenError
from joserfc.jwk import KeySet

from sandboxes.eidentity import pages
from sandboxes.eidentity.citizens import Citizen
from sandboxes.eidentity.provider import SESSION_SECONDS, Provider, Session
from sandboxes.eidentity.web import Environ, Request, Response, StartResponse

PASSWORD = "motcua-demo"  # noqa: S105 - printed on the log-in page, guards nothing
# Cookies know hosts, not ports: the name must differ from that of the portal on the same machine.
COOKIE = "eidentity_sandbox"
_STYLE = Path(__file__).with_name("style.css")
_WRONG = "Số định danh hoặc mật khẩu chưa đúng. Số định danh có 12 chữ số, mật khẩu thử là motcua-demo."

View = Callable[[Request], Response]


class App:
    """The WSGI application of one provider and its citizens."""

    def __init__(self, provider: Provider, citizens: dict[str, Citizen]) -> None:
        self.provider = provider
        self.citizens = citizens
        self.views: dict[str, tuple[tuple[str, ...], View]] = {
            "/": (("GET",), self.home),
            "/health": (("GET",), self.health),
            "/style.css": (("GET",), self.style),
            "/.well-known/openid-configuration": (("GET",), self.metadata),
            "/jwks": (("GET",), self.jwks),
            "/authorize": (("GET", "POST"), self.authorize),
            "/interact": (("POST",), self.interact),
            "/token": (("POST",), self.token),
            "/userinfo": (("GET", "POST"), self.user_info),
            "/logout": (("GET", "POST"), self.logout),
        }
        client = provider.client
        origins = {
            f"{urlsplit(uri).scheme}://{urlsplit(uri).netloc}"
            for uri in client.redirects + client.after_logout
        }
        # Browsers hold the redirects that follow a posted form to this list as well.
        self.form_targets = " ".join(sorted(origins))

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        return self.answer(request).send(start, self.form_targets)

    def answer(self, request: Request) -> Response:
        """The response of the view at this address."""
        methods, view = self.views.get(request.path, ((), None))
        if view is None:
            return _sentence(404, "Không có trang này", "Máy chủ thử không có địa chỉ bạn vừa mở.")
        method = "GET" if request.method == "HEAD" else request.method
        if method not in methods:
            return Response(405, headers=[("Allow", ", ".join(methods))], media_type="text/plain")
        return view(request)

    # What programs read

    def health(self, request: Request) -> Response:
        return _json({"status": "ok", "citizens": len(self.citizens)})

    def metadata(self, request: Request) -> Response:
        return _json(self.provider.metadata())

    def jwks(self, request: Request) -> Response:
        return _json(dict(KeySet([self.provider.key]).as_dict(private=False)))

    def style(self, request: Request) -> Response:
        headers = [("Cache-Control", "max-age=300")]
        return Response(body=_STYLE.read_text(encoding="utf-8"), media_type="text/css", headers=headers)

    def token(self, request: Request) -> Response:
        found: Response = self.provider.create_token_response(request)
        return found

    def user_info(self, request: Request) -> Response:
        try:
            return _json(self.provider.user_info(request.headers["Authorization"]))
        except InvalidTokenError as problem:
            found: Response = self.provider.handle_response(*problem())
            return found

    # What people see

    def home(self, request: Request) -> Response:
        return _sentence(
            200,
            "Máy chủ định danh thử",
            f"Máy chủ đang chạy với {len(self.citizens)} công dân giả định. Để thử đăng nhập, bạn hãy mở Cổng"
            " dịch vụ công của tỉnh và chọn «Đăng nhập bằng VNeID».",
        )

    def authorize(self, request: Request) -> Response:
        """The authorization endpoint: log in, then agree, then back to the client with a code."""
        asked = request.parameters
        session = self._session(request)
        try:
            grant = self.provider.get_consent_grant(self.provider.asked(request, asked), session)
        except OAuth2Error as problem:
            return self._turned_down(self.provider.asked(request, asked), problem)
        prompt = asked.get("prompt", [""])[0]
        if prompt == "none":
            # Agreement is asked every time here, so nothing can be given without showing a page.
            back = add_params_to_uri(grant.redirect_uri, _consent_needed(asked))
            return self._told_by_us(Response(302, location=back))
        action = f"/interact?{urlencode(asked, doseq=True)}"
        if session is None or self._too_old(session, asked):
            return Response(body=pages.login(list(self.citizens.values()), action))
        return Response(body=pages.consent(session.citizen, grant.request.scope, action))

    def interact(self, request: Request) -> Response:
        """What somebody chose on the log-in page or the page of agreement."""
        if not request.from_here:
            return _sentence(403, "Chưa thực hiện được", "Biểu mẫu này không do máy chủ thử gửi ra.")
        choice, session = request.field("choice"), self._session(request)
        if choice in {"allow", "deny"}:
            if choice == "allow" and session is None:
                return self._again(request)
            return self._decide(request, session if choice == "allow" else None)
        if choice == "switch":
            self.provider.memory.sessions.pop(request.cookie(COOKIE), None)
            return self._again(request, cookie="")
        return self._log_in(request)

    def logout(self, request: Request) -> Response:
        """RP-initiated logout 1.0: at once with an id token, else only after asking."""
        try:
            wanted = self.provider.validate_endpoint_request("end_session", request)
        except OAuth2Error:
            return _sentence(
                400, "Chưa thoát được", "Yêu cầu thoát không đọc được. Hãy quay lại Cổng dịch vụ công."
            )
        confirmed = request.field("choice") == "leave" and request.from_here
        if wanted.needs_confirmation and not confirmed and self._session(request):
            return Response(body=pages.leave(f"/logout?{urlencode(request.query, doseq=True)}"))
        self.provider.memory.sessions.pop(request.cookie(COOKIE), None)
        answer = self.provider.create_endpoint_response("end_session", wanted)
        if answer is None:
            answer = _sentence(200, "Đã thoát", "Bạn đã thoát khỏi máy chủ định danh thử.")
        return self._with_cookie(answer, "")

    # Parts of the pages

    def _session(self, request: Request) -> Session | None:
        found = self.provider.memory.sessions.get(request.cookie(COOKIE))
        return found if found and found.expires > time.time() else None

    @staticmethod
    def _too_old(session: Session, asked: dict[str, list[str]]) -> bool:
        """Whether `max_age` or `prompt` ask for a fresh log-in. Just done counts as fresh."""
        age = time.time() - session.auth_time
        wanted = asked.get("max_age", [""])[0]
        if wanted.isdigit() and age > int(wanted):
            return True
        again = {"login", "select_account"} & set(asked.get("prompt", [""])[0].split())
        return bool(again) and age > SESSION_SECONDS / 60

    def _log_in(self, request: Request) -> Response:
        picked = request.field("pick")
        typed = "".join(request.field("personal_id").split())
        citizen = self.citizens.get(picked or typed)
        right = bool(picked) or secrets.compare_digest(request.field("password").encode(), PASSWORD.encode())
        if citizen is None or not right:
            action = f"/interact?{urlencode(request.query, doseq=True)}"
            listed = list(self.citizens.values())
            return Response(400, pages.login(listed, action, typed=typed, problem=_WRONG))
        number = secrets.token_urlsafe(32)
        now = time.time()
        self.provider.memory.sweep()
        self.provider.memory.sessions[number] = Session(citizen, int(now), now + SESSION_SECONDS)
        return self._again(request, cookie=number)

    def _again(self, request: Request, cookie: str | None = None) -> Response:
        answer = Response(303, location=f"/authorize?{urlencode(request.query, doseq=True)}")
        return answer if cookie is None else self._with_cookie(answer, cookie)

    def _decide(self, request: Request, session: Session | None) -> Response:
        asked = self.provider.asked(request, request.query)
        try:
            grant = self.provider.get_consent_grant(asked, session)
        except OAuth2Error as problem:
            return self._turned_down(asked, problem)
        return self._told_by_us(self.provider.create_authorization_response(asked, session, grant))

    def _turned_down(self, asked: Any, problem: OAuth2Error) -> Response:
        """Back to the client when its address is known to be its own; else a page for whoever sits there."""
        answer: Response = self.provider.handle_error_response(asked, problem)
        if answer.location:
            return self._told_by_us(answer)
        told = problem.get_error_description() or problem.error
        return _sentence(400, "Yêu cầu đăng nhập chưa đúng", f"Phần mềm gọi máy chủ thử gửi sai: {told}")

    def _told_by_us(self, answer: Response) -> Response:
        """Name the issuer in every answer to the client (RFC 9207)."""
        answer.location = add_params_to_uri(answer.location, {"iss": self.provider.issuer})
        return answer

    def _with_cookie(self, answer: Response, value: str) -> Response:
        cookie: SimpleCookie = SimpleCookie({COOKIE: value})
        morsel = cookie[COOKIE]
        morsel["path"], morsel["samesite"], morsel["httponly"] = "/", "Lax", True
        morsel["max-age"] = SESSION_SECONDS if value else 0
        morsel["secure"] = self.provider.issuer.startswith("https://")
        answer.headers.append(("Set-Cookie", morsel.OutputString()))
        return answer


def _consent_needed(asked: dict[str, list[str]]) -> dict[str, str]:
    told = {"error": "consent_required"}
    if state := asked.get("state", [""])[0]:
        told["state"] = state
    return told


def _json(content: dict[str, Any]) -> Response:
    return Response(body=json.dumps(content, ensure_ascii=False), media_type="application/json")


def _sentence(status: int, title: str, text: str) -> Response:
    return Response(status, pages.sentence(title, text))
