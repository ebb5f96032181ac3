"""What the servers with a signed JSON protocol share: the signature, whether a message has it, an answer."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
FRESH_SECONDS = 300


def signature(secret: str, *, stamp: str, method: str, path: str, body: bytes) -> str:
    """HMAC-SHA256 in hexadecimal over time, method, path and body, each on its line."""
    signed = b"\n".join((stamp.encode(), method.encode(), path.encode(), body))
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_signed(environ: Environ, body: bytes, *, prefix: str, client: str, secret: str) -> bool:
    """Whether the client signed this just now. `prefix`: of its headers, as WSGI writes them («X_TAX»)."""
    stamp = str(environ.get(f"HTTP_{prefix}_TIME", ""))
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > FRESH_SECONDS:
        return False
    if environ.get(f"HTTP_{prefix}_CLIENT") != client:
        return False
    method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "/"))
    right = signature(secret, stamp=stamp, method=method, path=path, body=body)
    return hmac.compare_digest(right, str(environ.get(f"HTTP_{prefix}_SIGNATURE", "")))


def from_elsewhere(environ: Environ) -> bool:
    """Whether a browser sent this from a page of another site."""
    origin = str(environ.get("HTTP_ORIGIN", ""))
    return bool(origin) and origin.partition("//")[2] != environ.get("HTTP_HOST")


def send(start: StartResponse, status: int, content: dict[str, Any] | str) -> Iterable[bytes]:
    """A page as text, anything else as JSON."""
    is_page = isinstance(content, str)
    body = content.encode() if isinstance(content, str) else json.dumps(content, ensure_ascii=False).encode()
    start(
        f"{status} {HTTPStatus(status).phrase}",
        [
            ("Content-Type", "text/html; charset=utf-8" if is_page else "application/json; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
            ("Content-Length", str(len(body))),
        ],
    )
    return [body]
