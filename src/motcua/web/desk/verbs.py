"""One small POST address for each verb of the lifecycle: fetch, one action, back to the dossier.

What is refused comes back on the page of the dossier as it is now, with every word that had been typed.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.dossiers import rules
from motcua.dossiers.actions import accept as acceptance
from motcua.dossiers.actions import amend, papers, tax
from motcua.dossiers.actions import refuse as endings
from motcua.dossiers.actions.apology import need_no_apology
from motcua.dossiers.actions.hand_over import PAPERS, PROOFS, SELF, Shown
from motcua.dossiers.actions.hand_over import hand_over as give_out
from motcua.dossiers.models import Dossier, Paper
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, Actor
from motcua.lib.dates import PartialDate
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.money import dong
from motcua.payments.actions import take as take_money
from motcua.web.desk import case
from motcua.web.desk.acts import answers_in
from motcua.web.desk.frame import case_or_404
from motcua.web.ui.doors import for_officers
from motcua.web.ui.middleware import actor

Post = Any
Verb = Callable[[Actor, Dossier, Post], str]


def verb(name: str) -> Callable[[Verb], Callable[..., HttpResponse]]:
    """A verb as a view: it gets the officer, the dossier and what was sent; returns the sentence to say."""

    def as_view(act: Verb) -> Callable[..., HttpResponse]:
        @for_officers()
        @require_POST
        @wraps(act)
        def view(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
            dossier = case_or_404(request, dossier_id)
            try:
                said = act(actor(request), dossier, request.POST)
            except Forbidden:
                raise
            except Refused as problem:
                return case.refused(request, dossier_id, name, problem)
            messages.success(request, said)
            return redirect("desk:case", dossier_id)

        return view

    return as_view


def text_of(posted: Post, name: str) -> str:
    return str(posted.get(name, "")).strip()


@verb("accept")
def accept(acting: Actor, dossier: Dossier, posted: Post) -> str:
    done = acceptance.accept(actor=acting, dossier_id=dossier.pk)
    return f"Đã tiếp nhận. Mã hồ sơ: {done.code}. Giấy tiếp nhận và hẹn trả ở mục «Mẫu đã lập»."


@verb("refuse")
def refuse(acting: Actor, dossier: Dossier, posted: Post) -> str:
    endings.refuse(
        actor=acting,
        dossier_id=dossier.pk,
        reason=text_of(posted, "reason"),
        legal_ground=text_of(posted, "legal_ground"),
        reason_key=text_of(posted, "reason_key"),
    )
    return "Đã từ chối tiếp nhận. Phiếu từ chối (mẫu 03) đã lập và người dân đã được báo."


@verb("forward")
def forward(acting: Actor, dossier: Dossier, posted: Post) -> str:
    acceptance.forward(actor=acting, dossier_id=dossier.pk)
    return "Đã chuyển hồ sơ đến cơ quan giải quyết, kèm phiếu kiểm soát (mẫu 06)."


@verb("lapse")
def lapse(acting: Actor, dossier: Dossier, posted: Post) -> str:
    endings.lapse(actor=acting, dossier_id=dossier.pk, reason=text_of(posted, "reason"))
    return "Đã kết thúc hồ sơ vì quá hạn bổ sung."


@verb("withdraw")
def withdraw(acting: Actor, dossier: Dossier, posted: Post) -> str:
    endings.withdraw(actor=acting, dossier_id=dossier.pk, reason=text_of(posted, "reason"))
    return "Đã ghi nhận người dân rút hồ sơ."


@verb("stop")
def stop(acting: Actor, dossier: Dossier, posted: Post) -> str:
    endings.stop(
        actor=acting,
        dossier_id=dossier.pk,
        reason=text_of(posted, "reason"),
        legal_ground=text_of(posted, "legal_ground"),
    )
    return "Đã dừng giải quyết. Thông báo (mẫu 05) đã lập và người dân đã được báo."


@verb("demand-payment")
def demand_payment(acting: Actor, dossier: Dossier, posted: Post) -> str:
    reason = text_of(posted, "reason")
    if text_of(posted, "way") == "tax":
        tax.ask_tax_office(actor=acting, dossier_id=dossier.pk, reason=reason)
        return "Đã chuyển cơ quan thuế; thời hạn tạm dừng đến khi có chứng từ nộp tiền."
    amend.demand_payment(actor=acting, dossier_id=dossier.pk, reason=reason)
    return "Đã yêu cầu nghĩa vụ tài chính; thời hạn tạm dừng."


@verb("send-slip-again")
def send_slip_again(acting: Actor, dossier: Dossier, posted: Post) -> str:
    slip = dossier.tax_slips.open().first()
    if slip is None:
        raise Refused("Hồ sơ này không có phiếu nào đang chờ cơ quan thuế.")
    tax.send_again(actor=acting, slip_id=slip.pk)
    return "Sẽ gửi lại cơ quan thuế ngay."


@verb("settle-payment")
def settle_payment(acting: Actor, dossier: Dossier, posted: Post) -> str:
    amend.settle_payment(actor=acting, dossier_id=dossier.pk, reason=text_of(posted, "reason"))
    return "Đã ghi nhận nghĩa vụ tài chính; thời hạn chạy tiếp."


@verb("apologise")
def apologise(acting: Actor, dossier: Dossier, posted: Post) -> str:
    amend.apologise(
        actor=acting,
        dossier_id=dossier.pk,
        reason=text_of(posted, "reason"),
        new_date=_day(text_of(posted, "new_date")),
    )
    return "Đã gửi văn bản xin lỗi (mẫu 04) và ngày hẹn mới."


def _day(text: str) -> date | None:
    """A full day as people write it; nothing when nothing was written."""
    if not text:
        return None
    try:
        found = PartialDate.parse(text)
    except ValueError as problem:
        raise Refused(str(problem), field="new_date") from problem
    if not found.is_full:
        raise Refused("Ngày hẹn mới cần đủ ngày, tháng, năm, ví dụ 26/11/2026.", field="new_date")
    return found.earliest


@verb("no-apology")
def no_apology(acting: Actor, dossier: Dossier, posted: Post) -> str:
    need_no_apology(actor=acting, dossier_id=dossier.pk, reason=text_of(posted, "reason"))
    return "Đã ghi nhận: hồ sơ sẽ xong đúng hẹn."


@verb("change-case")
def change_case(acting: Actor, dossier: Dossier, posted: Post) -> str:
    answers = answers_in(posted, dossier)
    done = amend.change_case(
        actor=acting, dossier_id=dossier.pk, answers=answers, reason=text_of(posted, "reason")
    )
    return f"Hồ sơ nay thuộc trường hợp «{done.case.name if done.case else ''}»; hạn trả đã tính lại."


@verb("hand-over")
def hand_over(acting: Actor, dossier: Dossier, posted: Post) -> str:
    give_out(
        actor=acting,
        dossier_id=dossier.pk,
        receiver=text_of(posted, "receiver"),
        note=text_of(posted, "note"),
        shown=shown_in(posted),
    )
    return "Đã trả kết quả và ghi sổ."


def shown_in(posted: Post) -> Shown:
    """What whoever fetches a result showed, as it was typed."""
    return Shown(
        capacity=text_of(posted, "capacity") or SELF,
        paper=_one_of(PAPERS, text_of(posted, "paper")),
        number=text_of(posted, "paper_number"),
        authorisation=text_of(posted, "authorisation"),
        proof=_one_of(PROOFS, text_of(posted, "proof")) or "register",
    )


def _one_of(known: Mapping[str, str], typed: str) -> str:
    return typed if typed in known else ""


@verb("pay")
def pay(acting: Actor, dossier: Dossier, posted: Post) -> str:
    """Money is taken at the desks of the dossier and by the accountant of its agency."""
    if not any(
        rules.competent(dossier, acting, role) for role in (DESK_OFFICER, ACCOUNTANT) if acting.has(role)
    ):
        raise Forbidden("Việc thu tiền của hồ sơ này không thuộc đơn vị của bạn.")
    if dossier.obligation_id is None:
        raise Refused("Hồ sơ này không có khoản nào phải nộp.")
    payment = take_money(
        actor=acting,
        obligation_id=dossier.obligation_id,
        method=text_of(posted, "method"),
        reference=text_of(posted, "reference"),
    )
    return f"Đã thu {dong(payment.amount)} ({payment.get_method_display().lower()})."


@verb("papers")
def check_papers(acting: Actor, dossier: Dossier, posted: Post) -> str:
    """The verdict on every paper at once; «Tất cả đạt» spares the clicks when all is well."""
    if "all" in posted:
        verdicts = {str(paper.pk): (Paper.Verdict.FINE.value, "") for paper in dossier.live_papers()}
    else:
        verdicts = {
            str(paper.pk): (
                text_of(posted, f"verdict-{paper.pk}") or paper.verdict,
                text_of(posted, f"remark-{paper.pk}"),
            )
            for paper in dossier.live_papers()
        }
    papers.check(actor=acting, dossier_id=dossier.pk, verdicts=verdicts)
    return "Đã lưu nhận xét giấy tờ."
