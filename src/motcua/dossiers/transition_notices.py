"""What people are told and asked when a newer version of a procedure takes effect for a running dossier."""

from collections.abc import Iterable

from motcua.dossiers.models import Dossier, Transition
from motcua.identity.models import User
from motcua.lib.dates import vn_date
from motcua.notifications.actions import tell

STAYS = "stays"


def page_of(dossier: Dossier) -> str:
    """Where the citizen answers."""
    return f"/ho-so/{dossier.pk}/quy-dinh-moi/"


def asked(*, dossier: Dossier, transition: Transition) -> None:
    """Ask submitter and owner whether the dossier shall go over; silence means that it stays."""
    until = vn_date(transition.answer_by) if transition.answer_by is not None else ""
    _tell(
        dossier,
        kind="transition-asked",
        title=f"Hồ sơ {dossier.number}: bạn chọn quy định cũ hay mới",
        body=f"Thủ tục «{dossier.version.procedure.name}» có quy định mới. Bạn xem điều gì thay đổi rồi chọn"
        f" chuyển hồ sơ sang quy định mới hoặc giữ như cũ, đến hết {until}."
        " Nếu bạn không trả lời, hồ sơ giữ như cũ.",
    )


def silent(*, dossier: Dossier) -> None:
    """Nobody answered: the dossier goes on as before."""
    _tell(
        dossier,
        kind="transition-silent",
        title=f"Hồ sơ {dossier.number} giữ quy định cũ",
        body=f"Hết hạn trả lời mà bạn chưa chọn, nên hồ sơ «{dossier.version.procedure.name}» được giải quyết"
        " tiếp theo quy định lúc bạn nộp. Bạn không phải làm gì.",
    )


def stays(*, dossier: Dossier, transition: Transition, officers: Iterable[User]) -> None:
    """Remind who works on it: something was in the way, so the older rules hold for this one."""
    version = transition.version
    for user in officers:
        tell(
            kind=STAYS,
            title=f"Hồ sơ {dossier.number} ở lại quy định cũ, hãy xem lý do",
            body=f"Bản {version.number} của thủ tục «{version.procedure.name}» áp dụng từ"
            f" {vn_date(version.effective_from)}, nhưng hồ sơ này chưa chuyển được: {transition.reason}"
            " Bạn giải quyết tiếp theo quy định lúc nộp; nếu lý do không đúng, hãy báo quản trị thủ tục.",
            link=f"/can-bo/ho-so/{dossier.pk}/",
            user=user,
        )


def _tell(dossier: Dossier, *, kind: str, title: str, body: str) -> None:
    for person in {dossier.submitter_id: dossier.submitter, dossier.owner_id: dossier.owner}.values():
        tell(kind=kind, title=title[:200], body=body, link=page_of(dossier), person=person)
