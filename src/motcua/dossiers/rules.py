"""What the law demands before a move: each check returns, or raises Refused with a sentence for people."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Refused
from motcua.lib.text import fold

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier

_SHORTEST_GROUND = 5
_AT_DESK = frozenset(who.AT_WINDOW)
_AT_AGENCY = frozenset({who.SIGNER, who.ACCOUNTANT})


def competent(dossier: "Dossier", actor: Actor, role: str) -> bool:
    """Whether an officer's posts reach this dossier in that role: rights follow competence, not the place of
    filing.

    Desk officers act at the desk where it lies: the one that received it, once decided the one that returns
    it. Signers act for the competent agency; handlers only on a step (not an opinion) that lies with their
    unit and that nobody else has taken.
    """
    if not within(dossier, actor):
        return False
    if role in _AT_DESK:
        return dossier.desk_id in actor.units
    if role in _AT_AGENCY:
        return dossier.competent_unit_id in actor.units
    return any(
        item.unit_id in actor.units and item.assignee_id in (None, actor.user_id)
        for item in dossier.open_items()
        if item.role == role and item.kind == item.Kind.STEP
    )


def within(dossier: "Dossier", actor: Actor) -> bool:
    """Whether a narrow post (an officer of the tax at a common desk) is there for this procedure at all."""
    if not (actor.fields or actor.procedures):
        return True
    return actor.covers(dossier.version.procedure_id, dossier.version.procedure.field_id)


def complete(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Nothing mandatory is missing (NĐ 61/2018 Đ17; NĐ 45/2020 as amended: automatic technical check)."""
    missing = given.get("missing", [])
    if missing:
        raise Refused("Hồ sơ chưa đủ để nộp: " + "; ".join(missing) + ".", code="incomplete")


def came_from_elsewhere(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Only what an earlier system knew under a code of its own enters a status without having been through
    the acts that lead to it.
    """
    if not dossier.is_carried_over or not dossier.old_code:
        raise Refused("Hồ sơ này không phải chuyển từ hệ thống trước.", code="not-carried")


def in_person(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Papers can be taken in hand only from somebody who brings or posts them (NĐ 61/2018 Đ16)."""
    if dossier.channel == who.ONLINE:
        raise Refused(
            "Hồ sơ này nộp trực tuyến: hãy bấm «Nộp hồ sơ», không tiếp nhận tại quầy.", code="channel"
        )


def not_taken(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Two officers never answer the same new dossier: who took it from the queue answers it."""
    for item in dossier.open_items():
        if item.kind == item.Kind.CHECK and item.assignee_id not in (None, actor.user_id):
            holder = item.assignee.name if item.assignee else "người khác"
            raise Refused(
                f"Hồ sơ này {holder} đã nhận kiểm tra. Nếu cần, hãy trao đổi với người đó.", code="taken"
            )


def untouched(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Until the desk has begun to check, the sender may still correct what was sent (NĐ 61/2018 Đ17)."""
    if dossier.supplement_count:
        raise Refused(
            "Cơ quan đã kiểm tra và yêu cầu bổ sung một lần, nên hồ sơ không lấy về được nữa.", code="checked"
        )
    if any(item.kind == item.Kind.CHECK and item.assignee_id is not None for item in dossier.open_items()):
        raise Refused(
            "Cán bộ đang kiểm tra hồ sơ nên bạn chưa lấy về được. Nếu có gì sai, bạn được báo rõ từng chỗ;"
            " hoặc bạn rút hồ sơ rồi nộp hồ sơ mới.",
            code="checking",
        )


def unpaid(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """What was paid was determined for what was sent; it is not silently changed."""
    if given.get("paid"):
        raise Refused(
            "Hồ sơ này đã nộp tiền nên không lấy về để sửa được. Hãy gọi nơi tiếp nhận.", code="paid"
        )


def offered_here(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Outside the competent agency's own desk only boundary-free procedures are taken in (NĐ 309/2026 Đ7)."""
    if not given.get("within_reach", True):
        raise Refused(
            "Thủ tục này chưa được tiếp nhận ngoài địa giới. Hãy hướng dẫn người dân nộp trực tuyến"
            " hoặc đến đúng nơi tiếp nhận.",
            code="boundary",
        )


def confirmed_there(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Paper taken in outside the boundary begins its term when the competent agency has it (NĐ 309/2026 Đ8
    kh.3): nobody but that agency can say so.
    """
    if dossier.outside_boundary and actor.kind != who.SYSTEM:
        raise Refused(
            "Hồ sơ nhận ngoài địa giới đi kèm giấy bàn giao: hãy lập ở mục «Bàn giao». Thời hạn tính từ khi"
            " cơ quan giải quyết xác nhận đã nhận.",
            code="by-list",
        )


def papers_checked(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """The desk has looked at every paper before it accepts (NĐ 61/2018 Đ17 kh.1)."""
    papers = dossier.live_papers()
    unseen = [paper.name for paper in papers if paper.verdict == paper.Verdict.UNSEEN]
    if unseen:
        raise Refused("Còn giấy tờ chưa kiểm tra: " + "; ".join(unseen) + ".", code="unchecked")
    wrong = [paper.name for paper in papers if paper.verdict == paper.Verdict.WRONG]
    if wrong:
        raise Refused(
            "Có giấy tờ chưa đạt: " + "; ".join(wrong) + ". Hãy yêu cầu bổ sung hoặc sửa lại nhận xét.",
            code="wrong-papers",
        )


def paid_if_first(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """What the tariff wants on filing is paid before acceptance; a free procedure is never held up."""
    if dossier.owed_on_filing() > 0:
        raise Refused(
            "Thủ tục này thu tiền khi nộp và hồ sơ chưa nộp đủ. Hãy thu tiền rồi tiếp nhận.", code="unpaid"
        )


def one_complete_request(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """One supplement request, complete the first time (NĐ 61/2018 Đ11 kh.2c, Đ15 kh.3).

    A further one needs a leader's override and is counted against the agency (index 766).
    """
    if not given.get("items"):
        raise Refused(
            "Hãy chọn ít nhất một giấy tờ hoặc mục cần bổ sung, mỗi mục một lý do.", code="no-items"
        )
    if any(not item["reason"].strip() for item in given["items"]):
        raise Refused("Mỗi mục cần bổ sung phải có lý do riêng.", field="items", code="item-reason")
    for item in given["items"]:
        _known(dossier, item)
    if dossier.supplement_count >= 1 and not _leads(dossier, actor):
        raise Refused(
            "Hồ sơ này đã yêu cầu bổ sung một lần. Lần thứ hai phải do lãnh đạo quyết định"
            " và bị tính là trễ hạn.",
            code="second-request",
        )


# How a request can go beyond what was published, each with the sentence that asks for its ground.
_BEYOND = {
    "list": "Giấy tờ ngoài danh mục chỉ được yêu cầu khi ghi rõ căn cứ pháp lý.",
    "case": "«{name}» không thuộc danh mục của trường hợp này; chỉ được yêu cầu khi ghi rõ căn cứ pháp lý.",
    "held": "«{name}» cơ quan nhà nước tự tra cứu; chỉ được yêu cầu người dân nộp khi ghi rõ căn cứ pháp lý.",
    "original": "Bản chính «{name}» chỉ xem khi trả kết quả; muốn xem trước phải ghi rõ căn cứ pháp lý.",
}


def _known(dossier: "Dossier", item: dict[str, str]) -> None:
    """A paper outside the published list is asked for only with the law that demands it (NĐ 61/2018 Đ11)."""
    kind, key, spec = item["kind"], item["key"], dossier.spec
    known = {
        "component": spec.component(key),
        "field": spec.form.field(key.partition(".")[0]),
        "extra": True,
    }.get(kind)
    if not known:
        raise Refused(
            f"Thủ tục này không có «{item['name'] or key}» để yêu cầu bổ sung.", code="item-unknown"
        )
    if item["beyond"] and not item["legal_ground"].strip():
        raise Refused(_BEYOND[item["beyond"]].format(name=item["name"]), field="items", code="item-ground")


def _leads(dossier: "Dossier", actor: Actor) -> bool:
    """Whoever may ask a second time: the signer; before acceptance also the head of the desk."""
    return actor.has(who.SIGNER) or (dossier.accepted_at is None and actor.has(who.HEAD))


def nothing_signed(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Once the result is signed the dossier is decided."""
    if dossier.has_signed_result():
        raise Refused("Kết quả đã được ký nên không làm được việc này nữa.", code="signed")


def accepted(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """The dossier has its code."""
    if dossier.accepted_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận.", code="not-accepted")


def not_yet_accepted(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """The dossier has no code yet."""
    if dossier.accepted_at is not None:
        raise Refused("Hồ sơ đã được tiếp nhận.", code="accepted")


def supplied(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Everything that was asked for is there: the answer is complete."""
    missing = given.get("missing", [])
    if missing:
        raise Refused("Còn thiếu: " + "; ".join(missing) + ".", code="incomplete")


def window_over(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """The citizen's days to answer are over."""
    window = dossier.supplement_until
    if window is not None and moment.today() <= window:
        raise Refused(f"Người dân còn được bổ sung đến hết ngày {short_date(window)}.", code="window-open")


def one_apology(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """A new date is given once only (NĐ 61/2018 Đ19 kh.9)."""
    if dossier.extended_to is not None:
        raise Refused(
            "Hồ sơ này đã hẹn lại một lần; luật không cho hẹn lại lần thứ hai.", code="second-apology"
        )


def new_date_later(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """The new date lies after the old one and is a day; a dossier without a due date has none to put off."""
    new_date = given.get("new_date")
    if dossier.due_at is None:
        raise Refused("Hồ sơ này không có ngày hẹn trả nên không cần hẹn lại.", code="no-due")
    if new_date is None:
        raise Refused("Hãy ghi ngày hẹn trả mới.", field="new_date", code="no-date")
    if new_date <= moment.today() or new_date <= dossier.due_at.astimezone(moment.TZ).date():
        raise Refused(
            "Ngày hẹn mới phải sau hôm nay và sau ngày hẹn cũ.", field="new_date", code="date-early"
        )


def result_issued(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """A finished dossier has all its results, or the refusal on the merits: signed, numbered, sealed."""
    issued = [result for result in dossier.results.all() if result.issued_at is not None]
    if given.get("refused"):
        lacking = not any(result.is_refusal for result in issued)
    else:
        wanted = set(dossier.case.results) if dossier.case is not None else set()
        lacking = not issued or not wanted <= {result.key for result in issued}
    if lacking:
        raise Refused("Chưa có đủ kết quả đã ký và phát hành.", code="no-result")


def fetched_electronically(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """Whoever asked for paper has received it when the desk or the post gave it
    out, not by opening a page.
    """
    if actor.kind == who.CITIZEN and dossier.return_method != "electronic":
        raise Refused("Kết quả bản giấy được trả tại quầy hoặc qua bưu chính.", code="on-paper")


def receiver_known(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """At the desk it is written down who took the result (NĐ 61/2018 Đ20)."""
    if actor.has(*who.AT_WINDOW) and not str(given.get("receiver", "")).strip():
        raise Refused("Hãy ghi họ tên người nhận kết quả.", field="receiver", code="receiver")


def check_late_entry(received_at: datetime, ground: str) -> None:
    """A true receipt during an outage lies in the last days and not ahead, and says why it is typed only now.

    The receipt gives the hour of receipt (NĐ 61/2018 Đ17); how far back is `MOTCUA_LATE_ENTRY_DAYS`.
    """
    now, most = moment.now(), settings.LATE_ENTRY_DAYS
    if received_at > now:
        raise Refused("Giờ thực nhận không thể ở tương lai.", field="late-day", code="future")
    if received_at < now - timedelta(days=most):
        raise Refused(
            f"Chỉ nhập sau được trong {most} ngày kể từ khi nhận. Hồ sơ cũ hơn: hãy báo quản trị hệ thống.",
            field="late-day",
            code="too-old",
        )
    if len(ground.strip()) < _SHORTEST_GROUND:
        raise Refused(
            "Hãy ghi lý do nhập sau, ví dụ: mất điện cả xã từ 8 giờ; người dân đọc được lý do này.",
            field="late-ground",
            code="no-ground",
        )


def identity_shown(dossier: "Dossier", actor: Actor, given: dict[str, Any]) -> None:
    """At the desk the receiver shows a paper; somebody else than the applicant, an authorisation as well
    (NĐ 61/2018 Đ6, Đ20).
    """
    if not actor.has(*who.AT_WINDOW):
        return
    shown = given.get("shown")
    if shown is None or not shown.paper:
        raise Refused("Hãy chọn giấy tờ mà người nhận đã xuất trình.", field="paper", code="identity")
    if shown.capacity == "delegate":
        if not shown.authorisation.strip():
            raise Refused(
                "Người nhận thay phải có giấy ủy quyền hoặc giấy tờ đại diện: hãy ghi số, ngày của giấy đó.",
                field="authorisation",
                code="authorisation",
            )
        return
    names = {fold(dossier.submitter.full_name), fold(dossier.owner.full_name)}
    if fold(str(given["receiver"])) not in names:
        raise Refused(
            "Tên này không phải người nộp hay chủ hồ sơ. Nếu người khác nhận thay, hãy chọn"
            " «Người được ủy quyền» và ghi giấy ủy quyền.",
            field="capacity",
            code="capacity",
        )
