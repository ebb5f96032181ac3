"""Whether a running dossier can go over to a newer version, and what it gets there. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects

from motcua.catalogue.models import Version
from motcua.dossiers import children, deadlines
from motcua.dossiers.differences import Difference, differences
from motcua.dossiers.lifecycle import WAITING
from motcua.dossiers.models import Channel, Dossier, DossierQuerySet, SupplementItem, Transition
from motcua.dossiers.outlook import Gap, Known, Outlook, under
from motcua.lib import moment
from motcua.payments.models import Refund


@dataclass(frozen=True, slots=True)
class Prospect:
    """A dossier before it goes over: what it gets, what that changes, what is in the way, and whether exactly
    the money that was determined for it stays owed or paid.
    """

    outlook: Outlook
    differences: tuple[Difference, ...]
    obstacles: tuple[str, ...]
    same_money: bool

    @property
    def reason(self) -> str:
        """Why it stays, as a sentence."""
        words = "; ".join(self.obstacles)
        return f"{words[:1].upper()}{words[1:]}."


def waiting_for(version: Version) -> DossierQuerySet:
    """The running dossiers of older versions about which nothing is settled yet under this one."""
    settled = Transition.objects.filter(dossier=OuterRef("pk"), version=version)
    return running_before(version).filter(~Exists(settled))


def running_before(version: Version) -> DossierQuerySet:
    """The running dossiers of the procedure that go by an older version."""
    return Dossier.objects.undecided().filter(
        version__procedure=version.procedure_id, version__number__lt=version.number
    )


def taking_effect() -> QuerySet[Version]:
    """The versions in force whose clause still has dossiers to go through, the earliest first."""
    today = moment.today()
    older = Dossier.objects.undecided().filter(
        version__procedure=OuterRef("procedure"), version__number__lt=OuterRef("number")
    )
    settled = Transition.objects.filter(dossier=OuterRef("pk"), version=OuterRef(OuterRef("pk")))
    found = Version.objects.in_force(today).with_clause().filter(Exists(older.filter(~Exists(settled))))
    return found.select_related("procedure").order_by("effective_from", "number")


def prospect(dossier: Dossier, version: Version, known: Known | None = None) -> Prospect:
    """What would become of this dossier: what one filed under the version with the same answers, papers and
    moments gets, and no later than promised unless the clause says so.
    """
    prefetch_related_objects([dossier], "movements", "papers", "results")
    promises = [] if version.longer_term else deadlines.promises_of(dossier)
    outlook = under(dossier, version.spec, known, promises)
    gaps = [each for each in outlook.gaps if not _is_asked_for(dossier, each)]
    same = _same_money(dossier, outlook)
    obstacles = (*_obstacles(dossier, version, outlook, same), *(_lacking(each) for each in gaps))
    return Prospect(outlook, differences(dossier, outlook, version.spec), obstacles, same)


def _same_money(dossier: Dossier, after: Outlook) -> bool:
    """The same lines, to the same agency."""
    owed = dossier.obligation
    if owed is None or after.unit is None or owed.unit_id != after.unit.pk:
        return False
    kept = owed.lines.order_by("pk").values_list("kind", "key", "amount", "timing")
    return list(kept) == [(line.kind, line.key, line.amount, line.timing) for line in after.fees]


def _obstacles(dossier: Dossier, version: Version, after: Outlook, same: bool) -> Iterator[str]:
    """What the clause cannot put aside."""
    if dossier.is_carried_over:
        yield "hồ sơ chuyển từ hệ thống trước, tờ khai còn ở hệ thống đó"
    if dossier.has_signed_result():
        yield "kết quả đã được ký"
    yield from _unit_changes(dossier, after)
    refunds = Refund.objects.filter(obligation=dossier.obligation).exclude(state=Refund.State.DECLINED)
    if dossier.obligation is not None and not same and refunds.exists():
        yield "khoản đã nộp đang hoặc đã được hoàn"
    spec = version.spec
    for child in children.begun(dossier).undecided():
        if spec.child(child.child_key) is None:
            yield f"việc liên thông của hồ sơ {child.number} đang chạy mà bản mới không có"
    for item in _asked_now(dossier):
        there = spec.form.field(item.key.partition(".")[0]) if _is_field(item) else spec.component(item.key)
        if there is None and item.kind != SupplementItem.Kind.EXTRA:
            yield f"đang chờ bổ sung «{item.name}» mà bản mới không có"


def _unit_changes(dossier: Dossier, after: Outlook) -> Iterator[str]:
    """Papers and money lie with the agency that had them: another one gets them by the acts for that."""
    if after.unit is None or dossier.competent_unit is None or after.unit.pk == dossier.competent_unit_id:
        return
    if dossier.channel != Channel.ONLINE and dossier.accepted_at is not None:
        yield f"{after.unit.name} sẽ giải quyết mà giấy tờ đang theo {dossier.competent_unit.name}"
    if dossier.obligation is not None and dossier.obligation.is_paid_into:
        yield f"{after.unit.name} sẽ giải quyết mà tiền đã nộp cho {dossier.competent_unit.name}"


def _asked_now(dossier: Dossier) -> list[SupplementItem]:
    if dossier.state not in WAITING:
        return []
    return list(SupplementItem.objects.filter(supplement__dossier=dossier, supplement__answered_at=None))


def _is_field(item: SupplementItem) -> bool:
    return item.kind == SupplementItem.Kind.FIELD


def _is_asked_for(dossier: Dossier, gap: Gap) -> bool:
    """What the open request asks for is on its way."""
    wanted = {(_is_field(item), item.key.partition(".")[0]) for item in _asked_now(dossier)}
    return gap.kind in ("field", "paper") and (gap.kind == "field", gap.key) in wanted


def _lacking(gap: Gap) -> str:
    return gap.words if gap.kind in ("channel", "place") else f"thiếu {gap.words}"
