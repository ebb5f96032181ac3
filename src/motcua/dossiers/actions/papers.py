"""Papers of a dossier: handed in, replaced, checked. Nothing that was handed in disappears."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from motcua.audit.actions import record
from motcua.documents.models import StoredFile
from motcua.dossiers import content
from motcua.dossiers.actions.move import touch
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier, Paper
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id

MAX_PER_COMPONENT = 20


def check_open(actor: Actor, dossier: Dossier) -> None:
    """Raises Forbidden or Refused unless this actor may put papers in now: a draft, or one to supplement."""
    mine = dossier.belongs_to(actor) or (actor.kind == who.OFFICER and dossier.typist_id == actor.user_id)
    at_desk = not dossier.is_draft and actor.has(who.DESK_OFFICER) and dossier.desk_id in actor.units
    if not (mine or at_desk):
        raise Forbidden("Hồ sơ này không phải của bạn.")
    if dossier.state not in {Status.DRAFT, Status.SUPPLEMENT}:
        raise Refused("Lúc này hồ sơ không nhận thêm giấy tờ.", code="closed")


def _writable(actor: Actor, dossier_id: Id) -> Dossier:
    """The dossier, locked, if this actor may put papers into it now."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("version").get(pk=dossier_id)
    check_open(actor, dossier)
    return dossier


@transaction.atomic
def attach(
    *,
    actor: Actor,
    dossier_id: Id,
    component_key: str,
    file: StoredFile | None = None,
    originals: int = 0,
    copies: int = 0,
) -> Paper:
    """Hand in a file (online, scanned) or note a paper given over the counter."""
    dossier = _writable(actor, dossier_id)
    if file is not None and not actor.sees_content:
        raise Forbidden("Nhân viên bưu chính chỉ ghi số lượng giấy tờ, không quét vào hồ sơ.", code="postal")
    name = content.component_name(dossier, component_key)
    live = dossier.papers.filter(component_key=component_key, replaced_at__isnull=True)
    if live.count() >= MAX_PER_COMPONENT:
        raise Refused(f"Mỗi giấy tờ nhận tối đa {MAX_PER_COMPONENT} tệp. Hãy ghép các trang vào một tệp PDF.")
    if file is not None:
        _check_new(dossier, component_key, file)
    paper = Paper.objects.create(
        dossier=dossier,
        component_key=component_key,
        name=name,
        file=file,
        originals=originals,
        copies=copies,
        added_at=moment.now(),
        added_by=actor.label,
    )
    _touch(dossier)
    _record(actor, dossier, "attach_paper", paper)
    return paper


def _check_new(dossier: Dossier, component_key: str, file: StoredFile) -> None:
    """The same bytes once only; as the answer to a request never those that it found wrong."""
    same = dossier.papers.filter(component_key=component_key, file__sha256=file.sha256)
    asked = dossier.supplements.filter(answered_at__isnull=True).last()
    if asked is not None and component_key in content.asked_components(dossier):
        # Taken out to answer this very request, it is still the file that was judged.
        lay_there = Q(replaced_at=None) | Q(replaced_at__gte=asked.asked_at)
        if same.filter(
            Q(verdict=Paper.Verdict.WRONG) | (Q(added_at__lt=asked.asked_at) & lay_there)
        ).exists():
            raise Refused(
                "Tệp này giống hệt tệp đã gửi trước đây (cùng nội dung, dù đổi tên), mà cán bộ đã xem và báo"
                " chưa đạt: gửi lại vẫn là còn thiếu. Hãy chụp lại hoặc chọn một tệp khác.",
                code="same-file-wrong",
            )
    if same.filter(replaced_at__isnull=True).exists():
        raise Refused("Tệp này đã có trong hồ sơ rồi, không cần tải lên lần nữa.", code="same-file")


@transaction.atomic
def remove(*, actor: Actor, dossier_id: Id, paper_id: Id) -> None:
    """Take a paper out: from a draft for good; from a filed dossier it stays in the history."""
    dossier = _writable(actor, dossier_id)
    paper = dossier.papers.filter(pk=paper_id, replaced_at__isnull=True).first()
    if paper is None:
        raise Refused("Không tìm thấy giấy tờ này; có thể nó đã được bỏ ra.", code="gone")
    if dossier.is_draft:
        paper.delete()
    else:
        open_keys = content.asked_components(dossier)
        if paper.component_key not in open_keys:
            raise Refused("Giấy tờ này không nằm trong phần phải bổ sung.", code="not-asked")
        paper.replaced_at = moment.now()
        paper.save(update_fields=["replaced_at"])
        _record(actor, dossier, "remove_paper", paper)
    _touch(dossier)


@transaction.atomic
def check(*, actor: Actor, dossier_id: Id, verdicts: Mapping[str, tuple[str, str]]) -> Dossier:
    """The officer's look at the papers: paper id → (verdict, remark). A wrong paper needs a remark."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    if not actor.has(who.DESK_OFFICER, who.HANDLER) or not Dossier.objects.visible_to(actor).filter(
        pk=dossier_id
    ):
        raise Forbidden("Việc kiểm tra giấy tờ của hồ sơ này không thuộc đơn vị của bạn.")
    if dossier.state not in {Status.DRAFT, Status.FILED, Status.ACCEPTED, Status.IN_PROGRESS}:
        raise Refused(
            f"Hồ sơ đang ở trạng thái «{dossier.state.word}» nên không kiểm tra giấy tờ lúc này.",
            code="closed",
        )
    changed = {}
    for paper in dossier.live_papers():
        verdict, remark = verdicts.get(str(paper.pk), (paper.verdict, paper.remark))
        if verdict not in Paper.Verdict.values:
            continue
        if verdict == Paper.Verdict.WRONG and not remark.strip():
            raise Refused(f"«{paper.name}» chưa đạt: hãy ghi rõ sai chỗ nào.", field=f"remark-{paper.pk}")
        if (verdict, remark.strip()) != (paper.verdict, paper.remark):
            paper.verdict, paper.remark = verdict, remark.strip()[:500]
            paper.save(update_fields=["verdict", "remark"])
            changed[str(paper.pk)] = verdict
    if changed:
        record(
            actor=actor.label,
            user_id=actor.user_id,
            unit_id=actor.unit_id,
            verb="check_papers",
            subject_type="dossier",
            subject_id=str(dossier.pk),
            content={"papers": changed},
            chain=dossier.receiving_unit_id or "system",
        )
        if not dossier.is_draft:
            touch(dossier)
    return dossier


def _touch(dossier: Dossier) -> None:
    dossier.touched_at = moment.now()
    dossier.draft_version += 1
    dossier.save(update_fields=["touched_at", "draft_version"])


def _record(actor: Actor, dossier: Dossier, verb: str, paper: Paper) -> None:
    """What happens to the papers of a filed dossier is an act; a draft is the writer's own."""
    if dossier.is_draft:
        return
    record(
        actor=actor.label,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        verb=verb,
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={"paper": str(paper.pk), "component": paper.component_key},
        chain=dossier.receiving_unit_id or "system",
    )
