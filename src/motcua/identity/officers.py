"""Officers coming and going, on record: who was at work when is a question inspectors ask."""

from motcua.audit.actions import record
from motcua.identity.models import User

_CHAIN = "identity"


def note_log_in(user: User) -> None:
    """An officer has proved to be this account."""
    _note(user, "log_in")


def note_log_out(user: User) -> None:
    """An officer has ended the session; what just runs out leaves no trace."""
    _note(user, "log_out")


def _note(user: User, verb: str) -> None:
    record(
        actor=user.name,
        user_id=user.pk,
        verb=verb,
        subject_type="user",
        subject_id=str(user.pk),
        content={"login": user.login},
        chain=_CHAIN,
    )
