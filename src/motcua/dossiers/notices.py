"""What people are told after each move (NĐ 61/2018 Đ17 kh.2, Đ19 kh.9, Đ20 kh.4; NĐ 224/2026 Đ15)."""

from dataclasses import dataclass

from motcua.dossiers.models import Dossier, Movement, TaxSlip
from motcua.identity.models import User
from motcua.lib import moment
from motcua.lib.dates import short_date, vn_date, vn_moment
from motcua.lib.money import dong
from motcua.notifications.actions import tell


@dataclass(frozen=True)
class Text:
    """A notice: its title and body may name the dossier's number, procedure, due date, reason."""

    title: str
    body: str


_TEXTS = {
    "file": Text(
        "Đã nhận hồ sơ {number}",
        "Hệ thống đã nhận hồ sơ «{procedure}» của bạn lúc {now}."
        " Cán bộ sẽ kiểm tra và trả lời trước {checked_by}.",
    ),
    "take_in": Text(
        "Hồ sơ {number} đã được tiếp nhận",
        "Hồ sơ «{procedure}» đã được tiếp nhận tại quầy. Hẹn trả kết quả: {due}.",
    ),
    "accept": Text(
        "Hồ sơ {number} đã được tiếp nhận",
        "Hồ sơ «{procedure}» đủ giấy tờ và được tiếp nhận, mã hồ sơ {number}. Hẹn trả kết quả: {due}.",
    ),
    "ask_before": Text(
        "Hồ sơ {number} cần bổ sung",
        "Hồ sơ «{procedure}» còn thiếu hoặc chưa đúng: {reason}. Hãy bổ sung trước hết ngày {until}.",
    ),
    "ask_supplement": Text(
        "Hồ sơ {number} cần bổ sung",
        "Hồ sơ «{procedure}» còn thiếu hoặc chưa đúng: {reason}. Hãy bổ sung trước hết ngày {until}."
        " Thời gian chờ bổ sung không tính vào thời hạn giải quyết.",
    ),
    "refuse": Text(
        "Hồ sơ {number} không được tiếp nhận", "Hồ sơ «{procedure}» không được tiếp nhận. Lý do: {reason}."
    ),
    "lapse_before": Text(
        "Hồ sơ {number} đã kết thúc",
        "Hồ sơ «{procedure}» kết thúc vì quá hạn bổ sung. Bạn có thể nộp lại từ đầu.",
    ),
    "lapse": Text(
        "Hồ sơ {number} dừng giải quyết", "Hồ sơ «{procedure}» dừng vì quá hạn bổ sung. Lý do: {reason}."
    ),
    "demand_payment": Text(
        "Hồ sơ {number}: cần thực hiện nghĩa vụ tài chính",
        "Hồ sơ «{procedure}»: {reason}. Thời gian chờ không tính vào thời hạn giải quyết.",
    ),
    "settle_payment": Text(
        "Hồ sơ {number} được xử lý tiếp",
        "Nghĩa vụ tài chính của hồ sơ «{procedure}» đã xong. Hẹn trả kết quả: {due}.",
    ),
    "supply": Text(
        "Đã nhận phần bổ sung của hồ sơ {number}",
        "Hồ sơ «{procedure}» được xử lý tiếp. Hẹn trả kết quả: {due}.",
    ),
    "supply_before": Text(
        "Đã nhận phần bổ sung của hồ sơ {number}", "Cán bộ sẽ kiểm tra lại và trả lời trước {checked_by}."
    ),
    "withdraw": Text(
        "Hồ sơ {number} đã được rút", "Hồ sơ «{procedure}» đã được rút theo yêu cầu. Lý do: {reason}."
    ),
    "stop": Text("Hồ sơ {number} dừng giải quyết", "Hồ sơ «{procedure}» dừng giải quyết. Lý do: {reason}."),
    "apologise": Text(
        "Xin lỗi và hẹn lại ngày trả hồ sơ {number}",
        "Cơ quan xin lỗi ông/bà vì chưa giải quyết xong hồ sơ «{procedure}» đúng hẹn. Lý do: {reason}."
        " Ngày hẹn mới: {due}.",
    ),
    "change_case": Text(
        "Hồ sơ {number} đổi trường hợp",
        "Hồ sơ «{procedure}» được xác định lại trường hợp. Lý do: {reason}. Hẹn: {due}.",
    ),
    "change_version": Text(
        "Hồ sơ {number} chuyển sang quy định mới",
        "Hồ sơ «{procedure}» từ nay làm theo bản mới của thủ tục. Căn cứ: {reason}.{promise}"
        " Những gì bạn đã nộp vẫn được giữ; trang hồ sơ cho biết điều gì thay đổi.",
    ),
    "conclude": Text(
        "Hồ sơ {number} đã có kết quả",
        "Hồ sơ «{procedure}» đã có kết quả{early}. {how_to_get} Mời bạn đánh giá.",
    ),
    "decline": Text(
        "Hồ sơ {number} đã có kết quả",
        "Hồ sơ «{procedure}» không đủ điều kiện giải quyết; văn bản trả lời nêu rõ lý do. {how_to_get}",
    ),
    "hand_over": Text(
        "Đã trả kết quả hồ sơ {number}", "Kết quả hồ sơ «{procedure}» đã được trả. Cảm ơn bạn."
    ),
}

_HOW_TO_GET = {
    "electronic": "Bạn tải kết quả ngay trong trang hồ sơ.",
    "desk": "Mời bạn mang giấy hẹn đến {desk} để nhận.",
    "post": "Bưu điện sẽ giao kết quả đến địa chỉ bạn đã ghi.",
}

# Early results are announced (NĐ 61/2018 Đ20): nobody has to wait for the day on the receipt.
_NOW = " Bạn đến nhận ngay được, không cần chờ đến ngày hẹn."

_TO_OFFICERS = {
    "transfer_short": Text("Hồ sơ {number}: bên nhận báo thiếu giấy tờ", "Giấy bàn giao {name}"),
    "transfer_missing": Text(
        "Hồ sơ {number}: bên nhận báo không có hồ sơ", "Bạn vẫn giữ trách nhiệm. Giấy bàn giao {name}"
    ),
    "transfer_wrong": Text(
        "Hồ sơ {number}: bên nhận báo chuyển nhầm", "Hồ sơ trở lại với bạn. Giấy bàn giao {name}"
    ),
    "returned": Text("Hồ sơ {number} được trả lại", "Bước «{name}» của hồ sơ «{procedure}» trở lại với bạn."),
    "opinions": Text(
        "Hồ sơ {number}: đã đủ ý kiến",
        "Các đơn vị được hỏi ở bước «{name}» của hồ sơ «{procedure}» đã trả lời.",
    ),
    "lent": Text(
        "Hồ sơ {number}: bạn làm thay",
        "Người giữ bước «{name}» của hồ sơ «{procedure}» đang vắng; việc chuyển sang bạn làm thay.",
    ),
    "back": Text(
        "Hồ sơ {number}: việc trở về với bạn",
        "Hết thời gian làm thay; bước «{name}» của hồ sơ «{procedure}» trở về với bạn.",
    ),
    "child": Text(
        "Hồ sơ {number}: cơ quan phối hợp đã trả kết quả",
        "Việc liên thông «{name}» của hồ sơ «{procedure}» đã xong; kết quả nằm trong hồ sơ.",
    ),
    "resumed": Text(
        "Hồ sơ {number} được xử lý tiếp",
        "Hết thời gian chờ người dân; bước «{name}» của hồ sơ «{procedure}» chạy tiếp.",
    ),
}

_ALARMS = {
    "quiet": Text(
        "Hồ sơ {number} lâu chưa ai xử lý",
        "Hồ sơ «{procedure}» đã {hours} giờ làm việc không có ai xử lý. Hãy mở hồ sơ và làm tiếp,"
        " hoặc giao lại cho người khác.",
    ),
    "acceptance_late": Text(
        "Hồ sơ {number} quá giờ trả lời tiếp nhận",
        "Hồ sơ «{procedure}» nộp đã quá 8 giờ làm việc mà chưa được tiếp nhận, yêu cầu bổ sung hoặc từ chối."
        " Hãy trả lời người dân ngay.",
    ),
    "silence": Text(
        "Hồ sơ {number}: đơn vị được hỏi chưa trả lời",
        "{unit} đã quá hạn trả lời {hours} giờ làm việc về hồ sơ «{procedure}». Im lặng không phải là đồng ý:"
        " hãy đôn đốc, rồi ghi lại trong hồ sơ đã làm gì.",
    ),
}
_HONEST = {
    "quiet": Text(
        "Hồ sơ {number} đang bị chậm",
        "Hồ sơ «{procedure}» của bạn đã {hours} giờ làm việc chưa có ai xử lý. Hệ thống đã nhắc {told}."
        " Bạn không phải làm gì; cần hỏi, hãy gọi {desk}{phone}.",
    ),
    "acceptance_late": Text(
        "Hồ sơ {number} chưa được trả lời đúng giờ",
        "Hồ sơ «{procedure}» của bạn nộp đã quá 8 giờ làm việc mà chưa được trả lời. Hệ thống đã nhắc {told}."
        " Bạn không phải làm gì; cần hỏi, hãy gọi {desk}{phone}.",
    ),
}
ALARM = "alarm"


def alarm(*, dossier: Dossier, user: User, text: str, hours: int, unit: str = "") -> None:
    """Tell an officer or a head that a dossier, or the `unit` asked about it, is silent."""
    words = {
        "number": dossier.number,
        "procedure": dossier.version.procedure.name,
        "hours": str(hours),
        "unit": unit,
    }
    chosen = _ALARMS[text]
    tell(
        kind=ALARM,
        title=chosen.title.format(**words)[:200],
        body=chosen.body.format(**words),
        link=f"/can-bo/ho-so/{dossier.pk}/",
        user=user,
    )


def silence(*, dossier: Dossier, text: str, hours: int, told: list[str]) -> None:
    """Tell the applicant honestly that nobody has done anything, whom we reminded, and whom to call."""
    chosen, desk = _HONEST[text], dossier.receiving_unit
    words = {
        "number": dossier.number,
        "procedure": dossier.version.procedure.name,
        "hours": str(hours),
        "told": " và ".join(told) or "đơn vị đang giữ hồ sơ",
        "desk": desk.name if desk is not None else "bộ phận một cửa",
        "phone": f", điện thoại {desk.phone}" if desk is not None and desk.phone else "",
    }
    for person in {dossier.submitter_id: dossier.submitter, dossier.owner_id: dossier.owner}.values():
        tell(
            kind=text,
            title=chosen.title.format(**words)[:200],
            body=chosen.body.format(**words),
            link=f"/ho-so/{dossier.pk}/",
            person=person,
        )


_OF_PARCEL = {
    "posted": Text(
        "Kết quả hồ sơ {number} đã gửi qua bưu chính",
        "Kết quả hồ sơ «{procedure}» đang trên đường đến địa chỉ bạn đã ghi. Số hiệu bưu gửi: {parcel}."
        " Khi nhận, bạn chuẩn bị căn cước để bưu tá đối chiếu.",
    ),
    "failed": Text(
        "Bưu chính chưa giao được kết quả hồ sơ {number}",
        "Bưu chính chưa giao được kết quả hồ sơ «{procedure}» (số hiệu {parcel}){why}."
        " {desk} sẽ liên hệ với bạn; bạn cũng có thể gọi trước để hẹn lại.",
    ),
    "returned": Text(
        "Kết quả hồ sơ {number} đã về lại nơi trả kết quả",
        "Bưu chính hoàn kết quả hồ sơ «{procedure}» về {desk}{why}. Mời bạn đến nhận, hoặc gọi để gửi lại.",
    ),
}


_WAITING = Text(
    "Kết quả hồ sơ {number} vẫn đang chờ bạn",
    "Kết quả hồ sơ «{procedure}» có từ {since} và đang chờ tại {desk}."
    " Khi đến, bạn mang giấy hẹn và căn cước; người nhận thay mang thêm giấy ủy quyền."
    " Không tiện đến, bạn gọi để gửi qua bưu chính.",
)


_PAID = Text(
    "Đã nhận {amount} của hồ sơ {number}",
    "Hệ thống đã nhận {amount} ({method}) cho hồ sơ «{procedure}»{rest}. {receipts}",
)
_TOO_MUCH = Text(
    "Hồ sơ {number}: bạn nộp thừa {surplus}",
    "Bạn đã nộp thừa {surplus} cho hồ sơ «{procedure}». Số tiền này được giữ riêng và hoàn lại cho bạn;"
    " kế toán của {unit} sẽ hỏi bạn số tài khoản nhận lại. Cần hỏi, hãy gọi {desk}{phone}.",
)


def of_payment(
    *, dossier: Dossier, amount: int, surplus: int, left: int, method: str, receipts: list[str]
) -> None:
    """Tell submitter and owner that money has come, which receipts there are, and of what was too much.

    Amounts in whole đồng: what came, what of it was too much, what is still to be paid.
    """
    desk, unit = dossier.receiving_unit, dossier.competent_unit
    words = {
        "number": dossier.number,
        "procedure": dossier.version.procedure.name,
        "amount": dong(amount),
        "surplus": dong(surplus),
        "method": method.lower(),
        "rest": f", còn phải nộp {dong(left)}" if left else "",
        "receipts": f"Biên lai: {'; '.join(receipts)}. Bạn xem và tải biên lai ở trang nộp tiền."
        if receipts
        else "Bạn xem chi tiết ở trang nộp tiền.",
        "unit": unit.name if unit is not None else "cơ quan giải quyết",
        "desk": desk.name if desk is not None else "bộ phận một cửa",
        "phone": f", điện thoại {desk.phone}" if desk is not None and desk.phone else "",
    }
    told = [("paid", _PAID), *([("surplus", _TOO_MUCH)] if surplus else [])]
    for person in {dossier.submitter_id: dossier.submitter, dossier.owner_id: dossier.owner}.values():
        for kind, text in told:
            tell(
                kind=kind,
                title=text.title.format(**words)[:200],
                body=text.body.format(**words),
                link=f"/ho-so/{dossier.pk}/nop-tien/",
                person=person,
            )


def of_waiting_result(*, dossier: Dossier) -> None:
    """Remind submitter and owner that the result lies at the desk."""
    since = (dossier.finished_at or moment.now()).astimezone(moment.TZ)
    words = {
        "number": dossier.number,
        "procedure": dossier.version.procedure.name,
        "since": vn_date(since.date()),
        "desk": dossier.return_unit.name if dossier.return_unit else "bộ phận một cửa",
    }
    for person in {dossier.submitter_id: dossier.submitter, dossier.owner_id: dossier.owner}.values():
        tell(
            kind="uncollected",
            title=_WAITING.title.format(**words)[:200],
            body=_WAITING.body.format(**words),
            link=f"/ho-so/{dossier.pk}/",
            person=person,
        )


def of_parcel(*, dossier: Dossier, state: str, number: str, note: str) -> None:
    """Tell submitter and owner where their result is on its way by post."""
    text = _OF_PARCEL[state]
    words = {
        "number": dossier.number,
        "procedure": dossier.version.procedure.name,
        "parcel": number or "chưa có",
        "desk": dossier.return_unit.name if dossier.return_unit else "Bộ phận một cửa",
        "why": f": {note.rstrip('. ')}" if note else "",
    }
    for person in {dossier.submitter_id: dossier.submitter, dossier.owner_id: dossier.owner}.values():
        tell(
            kind=f"parcel-{state}",
            title=text.title.format(**words)[:200],
            body=text.body.format(**words),
            link=f"/ho-so/{dossier.pk}/",
            person=person,
        )


def of_tax(*, dossier: Dossier, slip: TaxSlip) -> None:
    """Tell submitter and owner what the tax office demands, and until when."""
    amount = slip.obligation.amount if slip.obligation is not None else 0
    until = f", hạn nộp {vn_date(slip.due_on)}" if slip.due_on is not None else ""
    for person in {dossier.submitter_id: dossier.submitter, dossier.owner_id: dossier.owner}.values():
        tell(
            kind="tax-notice",
            title=f"Hồ sơ {dossier.number}: có thông báo của cơ quan thuế"[:200],
            body=f"Cơ quan thuế ra thông báo số {slip.notice}: {dong(amount)}{until}."
            " Nộp vào ngân sách theo thông báo; khi cơ quan thuế báo đã nộp, hồ sơ tự chạy tiếp."
            " Thời gian chờ không tính vào thời hạn giải quyết.",
            link=f"/ho-so/{dossier.pk}/",
            person=person,
        )


def to_officer(*, dossier: Dossier, user: User, text: str, name: str) -> None:
    """Tell the officer who holds a step that it moves again; the queues show everything else."""
    words = {"number": dossier.number, "procedure": dossier.version.procedure.name, "name": name}
    chosen = _TO_OFFICERS[text]
    tell(kind=text, title=chosen.title.format(**words)[:200], body=chosen.body.format(**words), user=user)


def offer(*, dossier: Dossier, name: str) -> None:
    """Tell the applicant what can be done next in the same matter, filled in with what is known."""
    tell(
        kind="offer",
        title=f"Việc tiếp theo: {name}"[:200],
        body=f"Hồ sơ {dossier.number} đã có kết quả. Bạn làm tiếp «{name}» được ngay: mọi thông tin"
        " đã biết được điền sẵn, bạn chỉ cần xem lại, bổ sung chỗ còn trống rồi nộp.",
        link=f"/ho-so/{dossier.pk}/#lien-thong",
        person=dossier.submitter,
    )


def after(*, dossier: Dossier, movement: Movement) -> None:
    """Write the notices of a move in its transaction; a move that concerns nobody outside has none."""
    text = _TEXTS.get(movement.verb)
    # Nobody is thanked for sending what the system sent for them; that it was accepted is told.
    if text is None or (movement.verb == "file" and movement.user_id is None):
        return
    words = _words(dossier, movement)
    people = {dossier.submitter_id: dossier.submitter, dossier.owner_id: dossier.owner}
    for person in people.values():
        tell(
            kind=movement.verb,
            title=text.title.format(**words)[:200],
            body=text.body.format(**words),
            link=f"/ho-so/{dossier.pk}/",
            person=person,
        )


def _words(dossier: Dossier, movement: Movement) -> dict[str, str]:
    due, checked_by = dossier.due_at, dossier.acceptance_due_at
    early = due is not None and movement.at.astimezone(moment.TZ).date() < due.astimezone(moment.TZ).date()
    desk = dossier.return_unit.name if dossier.return_unit else "bộ phận một cửa"
    at_desk = dossier.return_method == "desk"
    return {
        "number": dossier.number,
        "procedure": dossier.version.procedure.name,
        "reason": movement.reason.rstrip(". "),
        "now": vn_moment(movement.at.astimezone(moment.TZ)),
        "due": vn_moment(due.astimezone(moment.TZ)) if due else "chưa tính được",
        "promise": f" Hẹn trả kết quả: {vn_moment(due.astimezone(moment.TZ))}." if due else "",
        "checked_by": vn_moment(checked_by.astimezone(moment.TZ)) if checked_by else "hết ngày làm việc tới",
        "until": short_date(dossier.supplement_until) if dossier.supplement_until else "",
        "early": ", sớm hơn hẹn" if early else "",
        "how_to_get": _HOW_TO_GET[dossier.return_method].format(desk=desk)
        + (_NOW if early and at_desk else ""),
    }
