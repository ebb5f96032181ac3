"""The little of HTTP that the server needs: a request, a response, and the headers every answer carries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

MAX_FORM = 64 * 1024


class Request:
    """One request. `query` and `form` keep every value of a name, so that repeated parameters are seen."""

    def __init__(self, environ: Environ) -> None:
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ.get("PATH_INFO", "/")
        self.query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        self.form: dict[str, list[str]] = {}
        if self.method == "POST" and environ.get("CONTENT_TYPE", "").startswith(
            "application/x-www-form-urlencoded"
        ):
            body: bytes = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MAX_FORM))
            self.form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        self.headers = {
            "Authorization": environ.get("HTTP_AUTHORIZATION", ""),
            "Host": environ.get("HTTP_HOST", ""),
            "Origin": environ.get("HTTP_ORIGIN", ""),
        }
        self._cookies = environ.get("HTTP_COOKIE", "")

    @property
    def parameters(self) -> dict[str, list[str]]:
        """Of a protocol request: the form of a POST, else the query."""
        return self.form if self.method == "POST" else self.query

    def field(self, name: str) -> str:
        """A field of the posted form; empty when it is not there."""
        return self.form.get(name, [""])[0].strip()

    def cookie(self, name: str) -> str:
        """A cookie's value; empty when there is none or the header cannot be read."""
        try:
            found = SimpleCookie(self._cookies).get(name)
        except CookieError:
            return ""
        return found.value if found else ""

    @property
    def from_here(self) -> bool:
        """Whether a form was posted by a page of this server. Programs send no Origin and have no cookie."""
        origin = self.headers["Origin"]
        return not origin or urlsplit(origin).netloc == self.headers["Host"]


@dataclass
class Response:
    """An answer; `location` makes it a redirect."""

    status: int = 200
    body: str = ""
    media_type: str = "text/html"
    location: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)

    def send(self, start: StartResponse, form_targets: str) -> Iterable[bytes]:
        """Send it. `form_targets` are the origins that a posted form may end at by redirects."""
        body = self.body.encode()
        own = {name.lower() for name, _ in self.headers}
        usual = [
            ("Content-Type", f"{self.media_type}; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';"
                f" form-action 'self' {form_targets}".strip(),
            ),
            ("Content-Length", str(len(body))),
        ]
        headers = [*self.headers, *(pair for pair in usual if pair[0].lower() not in own)]
        if self.location:
            headers.append(("Location", self.location))
        start(f"{self.status} {HTTPStatus(self.status).phrase}", headers)
        return [body]
