"""What this officer may do now on a dossier: one act per open row of the lifecycle, with what it asks for.

The rows decide; here is only what each verb asks the officer to type, and the sentence when it must wait.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from motcua.catalogue.cases import open_questions
from motcua.catalogue.reasons import offered
from motcua.dossiers import clock, content, rules
from motcua.dossiers.actions.apology import draft_of
from motcua.dossiers.actions.hand_over import CAPACITIES, PAPERS, PROOFS, SELF
from motcua.dossiers.lifecycle import Guard, Move, open_verbs
from motcua.dossiers.models import Channel, Dossier
from motcua.dossiers.tax_office import tax_office
from motcua.identity.actor import ACCOUNTANT, DESK_OFFICER, SIGNER, Actor
from motcua.lib import moment
from motcua.lib.dates import short_date, vn_date
from motcua.lib.errors import Refused
from motcua.lib.money import dong
from motcua.payments.models import Obligation, Payment
from motcua.web.desk.ask import Act, Ask

NOBODY_YET = "chưa ai"


Asking = Callable[[Dossier], tuple[Ask, ...]]
_REASON = Ask("reason", "Lý do", required=True, help="Người dân đọc được lý do này.")
_GROUND = Ask("legal_ground", "Căn cứ pháp lý", "text", help="Số văn bản, điều, khoản.")


def _reason(dossier: Dossier) -> tuple[Ask, ...]:
    return (_REASON,)


def _duty(dossier: Dossier) -> tuple[Ask, ...]:
    """What is owed to the State: asked of the tax office by wire where one is connected."""
    if tax_office() is None:
        return (_REASON,)
    ways = (("paper", "Chuyển phiếu giấy"), ("tax", "Gửi phiếu chuyển thông tin đến cơ quan thuế"))
    return (_REASON, Ask("way", "Xác định số tiền", "choice", options=ways, value="tax"))


def _reason_and_ground(dossier: Dossier) -> tuple[Ask, ...]:
    return (_REASON, _GROUND)


def _refusal(dossier: Dossier) -> tuple[Ask, ...]:
    known = tuple((each.key, each.words) for each in offered("refuse", dossier.spec, moment.today()))
    common = Ask("reason_key", "Lý do trong danh mục", "choice", options=known)
    own = replace(
        _REASON,
        label="Nói rõ cho hồ sơ này",
        required=False,
        help="Sai ở đâu, người dân cần làm gì. Người dân đọc được. Bắt buộc khi chọn «Lý do khác».",
    )
    return (common, own, _GROUND)


def _apology(dossier: Dossier) -> tuple[Ask, ...]:
    draft = draft_of(dossier)
    cause, proposed = (draft.cause, short_date(draft.proposed_date)) if draft else ("", "")
    help_text = "Chỉ được hẹn lại một lần."
    day = Ask("new_date", "Ngày hẹn trả mới", "date", required=True, help=help_text, value=proposed)
    return (replace(_REASON, value=cause), day)


def _receiver(dossier: Dossier) -> tuple[Ask, ...]:
    """Who takes it, by which paper, on whose behalf, and how it was confirmed (NĐ 61/2018 Đ20)."""
    who = Ask("receiver", "Người nhận kết quả", "text", required=True, value=dossier.submitter.full_name)
    capacity = Ask("capacity", "Người nhận là", "choice", value=SELF, options=tuple(CAPACITIES.items()))
    paper = Ask("paper", "Giấy tờ đã xuất trình", "choice", required=True, options=tuple(PAPERS.items()))
    number = Ask("paper_number", "Số giấy tờ", "text", help="Hệ thống chỉ giữ bốn số cuối.")
    help_text = "Bắt buộc khi người khác nhận thay: số, ngày, nơi chứng thực."
    authorisation = Ask("authorisation", "Giấy ủy quyền, giấy tờ đại diện", "text", help=help_text)
    proof = Ask("proof", "Xác nhận đã nhận", "choice", value="register", options=tuple(PROOFS.items()))
    note = Ask("note", "Ghi chú", "text", help="Ví dụ: đã nhận lại bản chính.")
    return (who, capacity, paper, number, authorisation, proof, note)


def _voucher(dossier: Dossier) -> tuple[Ask, ...]:
    return (
        Ask("reason", "Chứng từ đã nộp", "text", required=True, help="Số biên lai, giấy nộp tiền, ngày nộp."),
    )


def _questions(dossier: Dossier) -> tuple[Ask, ...]:
    """Every question with the present answer; which of them are open is asked again when it is sent."""
    asks = tuple(
        Ask(
            f"answer-{question.key}",
            question.ask,
            "choice",
            value=str(dossier.answers.get(question.key, "")),
            options=tuple((option.value, option.label) for option in question.options),
        )
        for question in dossier.spec.questions
    )
    return (*asks, _REASON)


def _nothing(dossier: Dossier) -> tuple[Ask, ...]:
    return ()


_ASKS: Mapping[str, tuple[str, Asking]] = {
    # verb of the table: (name of the address, what it asks)
    "accept": ("accept", _nothing),
    "forward": ("forward", _nothing),
    "refuse": ("refuse", _refusal),
    "lapse": ("lapse", _reason),
    "lapse_before": ("lapse", _reason),
    "demand_payment": ("demand-payment", _duty),
    "settle_payment": ("settle-payment", _voucher),
    "withdraw": ("withdraw", _reason),
    "stop": ("stop", _reason_and_ground),
    "apologise": ("apologise", _apology),
    "change_case": ("change-case", _questions),
    "hand_over": ("hand-over", _receiver),
}
_FIRST = frozenset({"accept", "forward", "hand_over", "settle_payment"})
_HARD = frozenset({"refuse", "withdraw", "stop", "lapse", "lapse_before"})
# Guards that speak of the dossier alone: they can be asked before anybody types anything.
_HIDING: tuple[Guard, ...] = (rules.accepted, rules.not_yet_accepted, rules.nothing_signed, rules.one_apology)
_WAITING: tuple[Guard, ...] = (
    rules.window_over,
    rules.papers_checked,
    rules.paid_if_first,
    rules.not_taken,
    rules.confirmed_there,
)


def acts_of(
    dossier: Dossier, actor: Actor, typed: "Typed | None" = None, more: Iterable[Act] = ()
) -> list[Act]:
    """The acts open to the officer now, the next natural one first; `more` are those that are no moves."""
    found = [
        _act(dossier, actor, move) for move in open_verbs(dossier, actor) if _stands(dossier, actor, move)
    ]
    acts = [*more, *(act for act in found if act is not None)]
    if any(act.verb == "note-parcel" for act in acts):
        # What is with the post cannot be given out at the desk as well.
        acts = [act for act in acts if act.verb != "hand-over"]
    if not dossier.is_draft and _may_take_money(dossier, actor):
        acts.insert(0, payment(dossier))
    acts += no_apology(dossier, actor)
    acts += refunding(dossier, actor)
    acts.sort(key=lambda act: ("primary", "secondary", "danger").index(act.tone))
    if sum(act.tone == "primary" for act in acts) > 1:
        first = next(act for act in acts if act.tone == "primary")
        acts = [
            act if act is first or act.tone != "primary" else replace(act, tone="secondary") for act in acts
        ]
    return [_with_typed(act, typed) if typed and typed.act == act.verb else act for act in acts]


@dataclass(frozen=True)
class Typed:
    """What an officer had typed when an act was refused; shown again, never lost."""

    act: str
    values: Mapping[str, str]
    problem: Refused


def _stands(dossier: Dossier, actor: Actor, move: Move) -> bool:
    return not any(_spoken(guard, dossier, actor) for guard in move.guards if guard in _HIDING)


def _spoken(guard: Guard, dossier: Dossier, actor: Actor) -> str:
    """The sentence of a guard that would refuse, or nothing."""
    try:
        guard(dossier, actor, {})
    except Refused as refused:
        return refused.message
    return ""


def _act(dossier: Dossier, actor: Actor, move: Move) -> Act | None:
    if move.verb in {"ask_before", "ask_supplement"}:
        return _supplement(dossier, move)
    if move.verb in {"supply", "supply_before"}:
        url = reverse("desk:supply", args=[dossier.pk])
        return Act("supply", url, "Nhận bổ sung tại quầy", hint=_hint(dossier, move), is_link=True)
    if move.verb not in _ASKS:
        return None
    name, asking = _ASKS[move.verb]
    blocked = next(
        (said for guard in move.guards if guard in _WAITING if (said := _spoken(guard, dossier, actor))), ""
    )
    return Act(
        verb=name,
        url=reverse(f"desk:{name}", args=[dossier.pk]),
        label=move.label,
        tone="primary" if move.verb in _FIRST else "danger" if move.verb in _HARD else "secondary",
        hint=_hint(dossier, move),
        asks=asking(dossier),
        blocked=blocked,
    )


def _supplement(dossier: Dossier, move: Move) -> Act:
    hint = ""
    if dossier.supplement_count:
        hint = "Hồ sơ đã yêu cầu bổ sung một lần; lần nữa phải do lãnh đạo quyết định và bị tính là trễ hạn."
    url = reverse("desk:ask-supplement", args=[dossier.pk])
    return Act("ask-supplement", url, move.label, hint=hint, is_link=True)


def _hint(dossier: Dossier, move: Move) -> str:
    if move.verb == "apologise" and dossier.due_at is not None:
        draft = draft_of(dossier)
        drafted = (
            f" Hệ thống đã dự thảo: {draft.holder or NOBODY_YET} đang giữ bước «{draft.step}»."
            if draft
            else ""
        )
        latest = clock.apology_latest(dossier.due_at.astimezone(moment.TZ))
        if moment.today() > latest:
            return (
                f"Đã muộn: hạn gửi là {vn_date(latest)}. Vẫn gửi được, nhưng văn bản bị ghi là muộn.{drafted}"
            )
        return f"Chậm nhất {vn_date(latest)}; chỉ được hẹn lại một lần.{drafted}"
    if move.verb == "hand_over":
        shown = [part.name for part in content.components(dossier) if part.original_at_return]
        return f"Xem bản chính trước khi trả: {'; '.join(shown)}." if shown else ""
    if move.verb == "forward" and dossier.channel != Channel.ONLINE:
        return "Bản giấy đi kèm phiếu kiểm soát (mẫu 06); bạn giữ đến khi bên nhận xác nhận giấy bàn giao."
    if move.verb == "stop":
        return "Người dân nhận thông báo dừng giải quyết (mẫu 05)."
    if move.verb in {"supply", "supply_before"}:
        return "Khi người dân mang phần bổ sung đến quầy."
    return ""


def _may_take_money(dossier: Dossier, actor: Actor) -> bool:
    due = dossier.obligation is not None and dossier.obligation.is_open
    here = rules.competent(dossier, actor, DESK_OFFICER) or rules.competent(dossier, actor, ACCOUNTANT)
    return due and here and actor.has(DESK_OFFICER, ACCOUNTANT)


_METHODS = [(each.value, each.label) for each in Payment.AT_WINDOW]


def payment(dossier: Dossier) -> Act:
    """Taking the whole amount that is owed, in cash or by transfer."""
    amount = dong(dossier.obligation.remaining()) if dossier.obligation else ""
    methods = tuple((str(value), str(label)) for value, label in _METHODS)
    asks = (
        Ask("method", "Cách nộp", "choice", required=True, options=methods, value=Payment.Method.CASH.value),
        Ask("reference", "Số giao dịch", "text", help="Bắt buộc khi chuyển khoản, để đối chiếu."),
    )
    return Act(
        "pay", reverse("desk:pay", args=[dossier.pk]), f"Thu {amount}", hint="Thu tại quầy.", asks=asks
    )


_PAID = frozenset({Obligation.State.PAID.value, Obligation.State.PART.value, Obligation.State.OVER.value})


def refunding(dossier: Dossier, actor: Actor) -> list[Act]:
    """The way to ask for money back, where some came; how much of it may go back is said there."""
    paid = dossier.obligation is not None and dossier.obligation.state in _PAID
    here = rules.competent(dossier, actor, DESK_OFFICER) or rules.competent(dossier, actor, ACCOUNTANT)
    if not (paid and here and actor.has(DESK_OFFICER, ACCOUNTANT)):
        return []
    url = reverse("desk:refund-ask", args=[dossier.obligation_id])
    return [Act("refund-ask", url, "Đề nghị hoàn tiền", is_link=True)]


def no_apology(dossier: Dossier, actor: Actor) -> list[Act]:
    """The signer's other answer to a draft of an apology: it will be done in time."""
    late = dossier.due_at is not None and dossier.due_at < moment.now()
    if (
        draft_of(dossier) is None
        or late
        or not rules.competent(dossier, actor, SIGNER)
        or not actor.has(SIGNER)
    ):
        return []
    why = Ask("reason", "Vì sao vẫn xong đúng hẹn", required=True, help="Chỉ cán bộ đọc được.")
    url = reverse("desk:no-apology", args=[dossier.pk])
    return [
        Act(
            "no-apology",
            url,
            "Không cần xin lỗi",
            hint="Nếu sau đó vẫn quá hạn, việc này trở lại.",
            asks=(why,),
        )
    ]


def _with_typed(act: Act, typed: Typed) -> Act:
    """The act as it was sent: open, filled in, with what is wrong at its field."""
    asks = tuple(
        replace(
            ask,
            value=typed.values.get(ask.name, ask.value),
            error=typed.problem.message if ask.name == typed.problem.field else "",
        )
        for ask in act.asks
    )
    return replace(act, asks=asks, opened=True, errors=(typed.problem.message,))


def answers_in(posted: Mapping[str, Any], dossier: Dossier) -> dict[str, str]:
    """The answers to the questions that are open for these answers."""
    given = {
        question.key: str(posted.get(f"answer-{question.key}", ""))
        for question in dossier.spec.questions
        if posted.get(f"answer-{question.key}")
    }
    asked = {question.key for question in open_questions(dossier.spec, given, channel=dossier.channel)}
    return {key: value for key, value in given.items() if key in asked}
