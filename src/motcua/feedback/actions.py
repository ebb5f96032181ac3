"""Rating a finished dossier."""

from django.db import IntegrityError, transaction

from motcua.audit.actions import record
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Rating
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.errors import Refused


@transaction.atomic
def rate(*, actor: Actor, dossier: Dossier, score: int, reason: str = "") -> Rating:
    """The owner or submitter rates once, after the result is there. An unhappy
    rating may say why, need not.
    """
    if not dossier.belongs_to(actor):
        raise Refused("Chỉ người nộp hoặc chủ hồ sơ mới đánh giá được hồ sơ này.")
    return _keep(dossier, score, reason)


@transaction.atomic
def rate_by_slip(*, dossier: Dossier, score: int, reason: str = "") -> Rating:
    """Whoever holds the rating slip of a dossier rates it, once (TT 01/2018 Đ12)."""
    return _keep(dossier, score, reason)


def _keep(dossier: Dossier, score: int, reason: str) -> Rating:
    if not dossier.has_ended:
        raise Refused("Bạn đánh giá được sau khi hồ sơ có kết quả.", code="too-early")
    if score not in Rating.Score.values:
        raise Refused("Hãy chọn một trong ba mức: rất hài lòng, hài lòng, không hài lòng.", field="score")
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                dossier=dossier, score=score, reason=reason.strip(), rated_at=moment.now()
            )
    except IntegrityError as error:
        raise Refused("Bạn đã đánh giá hồ sơ này rồi. Cảm ơn bạn.", code="rated") from error
    # Who rated is protected (NĐ 61/2018 Đ29): the record keeps the act, not the name.
    record(
        actor="Người dân",
        verb="rate",
        subject_type="dossier",
        subject_id=str(dossier.pk),
        content={"score": score},
        chain=dossier.receiving_unit_id or "system",
    )
    return rating
