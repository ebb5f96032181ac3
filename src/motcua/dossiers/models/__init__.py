"""A dossier and everything that hangs on it: papers, work, history, printed forms, results."""

from motcua.dossiers.models.alarm import Alarm, AlarmQuerySet
from motcua.dossiers.models.apology import Apology, ApologyQuerySet
from motcua.dossiers.models.carried import Carried
from motcua.dossiers.models.counter import Counter
from motcua.dossiers.models.custody import Custody, CustodyQuerySet, What
from motcua.dossiers.models.dossier import Channel, Dossier, DossierQuerySet, ReturnMethod
from motcua.dossiers.models.form import PrintedForm
from motcua.dossiers.models.instruction import Instruction, InstructionQuerySet
from motcua.dossiers.models.movement import Movement, MovementQuerySet
from motcua.dossiers.models.paper import Paper
from motcua.dossiers.models.receipt import BatchReceipt, ReceiptSecret
from motcua.dossiers.models.register import RegisterBook, RegisterRow
from motcua.dossiers.models.result import Result
from motcua.dossiers.models.scan import Scan, ScanPage, ScanQuerySet
from motcua.dossiers.models.supplement import Supplement, SupplementItem
from motcua.dossiers.models.tax import TaxSlip
from motcua.dossiers.models.transfer import TransferLine, TransferList
from motcua.dossiers.models.transition import Transition, TransitionQuerySet
from motcua.dossiers.models.work import WorkItem, WorkItemQuerySet

__all__ = [
    "Alarm",
    "AlarmQuerySet",
    "Apology",
    "ApologyQuerySet",
    "BatchReceipt",
    "Carried",
    "Channel",
    "Counter",
    "Custody",
    "CustodyQuerySet",
    "Dossier",
    "DossierQuerySet",
    "Instruction",
    "InstructionQuerySet",
    "Movement",
    "MovementQuerySet",
    "Paper",
    "PrintedForm",
    "ReceiptSecret",
    "RegisterBook",
    "RegisterRow",
    "Result",
    "ReturnMethod",
    "Scan",
    "ScanPage",
    "ScanQuerySet",
    "Supplement",
    "SupplementItem",
    "TaxSlip",
    "TransferLine",
    "TransferList",
    "Transition",
    "TransitionQuerySet",
    "What",
    "WorkItem",
    "WorkItemQuerySet",
]
