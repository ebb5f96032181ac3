"""How messages between us and systems outside are signed where their own protocol says nothing else. Pure."""

import hashlib
import hmac

# Clocks differ, and a message may wait for a moment; older ones are somebody's recording.
FRESH_SECONDS = 300


def signature(secret: str, *, time: str, method: str, path: str, body: bytes) -> str:
    """HMAC-SHA256 in hexadecimal over time, method, path and body, each on its line."""
    signed = b"\n".join((time.encode(), method.encode(), path.encode(), body))
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_right(secret: str, sent: str, *, time: str, now: float, method: str, path: str, body: bytes) -> bool:
    """Signed with the shared secret, a moment ago (Unix seconds). Without a secret nobody is trusted."""
    if not secret or not time.isascii() or not time.isdigit() or abs(now - int(time)) > FRESH_SECONDS:
        return False
    right = signature(secret, time=time, method=method, path=path, body=body)
    return hmac.compare_digest(right.encode(), sent.encode())
