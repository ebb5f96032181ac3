"""What a gateway is told of a dossier's payment, and how a paper asks for it."""

from motcua.documents.paper.money import PaySlip
from motcua.dossiers.models import Dossier
from motcua.lib.money import dong
from motcua.payments.actions.receipt import shares
from motcua.payments.actions.request import account_for, open_qr, qr_of
from motcua.payments.gateway import Bill
from motcua.payments.models import PaymentRequest


def bill_of(dossier: Dossier, asked: PaymentRequest, *, ip: str) -> Bill:
    """The bill of a request: the lines it still has to pay, the agency's account, and who pays.

    `ip`: where the browser comes from (the gateways want it).
    """
    obligation = asked.obligation
    unit = obligation.unit or dossier.competent_unit
    account = account_for(unit)
    unpaid = shares(obligation.lines.order_by("pk"), obligation.amount - asked.amount, asked.amount)
    return Bill(
        number=asked.number,
        amount=asked.amount,
        dossier=dossier.number,
        procedure_code=dossier.version.procedure_id,
        procedure_name=dossier.version.procedure.name,
        unit_id=unit.agency_identifier or unit.pk if unit is not None else "",
        unit_name=unit.name if unit is not None else "",
        payer=obligation.payer,
        payer_id=dossier.submitter.personal_id or "",
        address=dossier.submitter.residence,
        bank_bin=account.bank_bin if account is not None else "",
        account=account.number if account is not None else "",
        holder=account.holder if account is not None else "",
        lines=tuple((line.kind, line.name, part) for line, part in unpaid),
        made_at=asked.made_at,
        ip=ip,
    )


def pay_slip(dossier: Dossier) -> PaySlip | None:
    """How to pay what the dossier owes now by transfer; None when nothing is owed or no account collects."""
    asked = open_qr(dossier.obligation) if dossier.obligation is not None else None
    if asked is None or asked.account is None:
        return None
    code = qr_of(asked)
    return PaySlip(
        payload=code.payload,
        bank=asked.account.bank_name,
        account=asked.account.number,
        holder=asked.account.holder,
        amount=dong(asked.amount),
        content=code.purpose,
        about=dossier.number,
    )
