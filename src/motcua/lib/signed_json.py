"""Asking a system outside over HTTP: plain JSON, every message signed (`motcua.lib.signed`)."""

import json
import logging
import time
from dataclasses import dataclass
from typing import Any

import requests

from motcua.lib.signed import signature

log = logging.getLogger(__name__)
TIMEOUT = (3.05, 10)


class PeerError(Exception):
    """They did not do it; `message` is for people, `retry`: the same call may succeed later."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Peer:
    """One such system. `name` is how a sentence for people calls it, `prefix` that of its three headers."""

    name: str
    prefix: str
    url: str
    client: str
    secret: str

    def send(self, method: str, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        """What they answer. Raises PeerError."""
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        now = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            f"{self.prefix}-Client": self.client,
            f"{self.prefix}-Time": now,
            f"{self.prefix}-Signature": signature(self.secret, time=now, method=method, path=path, body=body),
        }
        try:
            answer = requests.request(
                method,
                self.url + path,
                data=body,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as problem:
            log.warning("%s: %s %s: %s", self.prefix, method, path, problem)
            raise self._away() from problem
        return self._understood(answer)

    def nonsense(self) -> PeerError:
        """What they answered is not what was agreed on."""
        return PeerError(f"Máy chủ {self.name} trả lời không đúng thỏa thuận.", retry=False)

    def _away(self) -> PeerError:
        words = f"Máy chủ {self.name} đang không trả lời; hệ thống sẽ tự gửi lại."
        return PeerError(words, retry=True)

    def _understood(self, answer: requests.Response) -> dict[str, Any]:
        if answer.status_code >= 500 or answer.status_code == 429:
            raise self._away()
        try:
            found = answer.json()
        except ValueError as problem:
            raise self.nonsense() from problem
        if not isinstance(found, dict):
            raise self.nonsense()
        if answer.status_code >= 300:
            said = str(found.get("problem", ""))[:200]
            raise PeerError(f"{self.name[:1].upper()}{self.name[1:]} không nhận: {said}", retry=False)
        return found
