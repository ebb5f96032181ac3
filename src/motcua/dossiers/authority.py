"""Who may sign which result on which day."""

from motcua.dossiers.models import Dossier, Result
from motcua.identity.actor import Actor
from motcua.lib import moment
from motcua.lib.dates import short_date
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Post, SigningAuthority


def check_may_sign(actor: Actor, dossier: Dossier, result: Result) -> None:
    """A post that does not sign everything signs what was given to it in writing, until the day written.

    NĐ 30/2020 Đ13 kh.3: authority to sign is bounded in time and content. Who stands in signs as far as the
    post does. Raises Forbidden with what was given and until when.
    """
    post = Post.objects.filter(pk=actor.post_id).first() if actor.post_id is not None else None
    if post is None or post.signs_all:
        return
    kind = SigningAuthority.Result.REFUSAL if result.is_refusal else SigningAuthority.Result.GRANT
    given = SigningAuthority.objects.filter(post=post).covering(
        procedure=dossier.version.procedure_id, field=dossier.version.procedure.field_id, result=kind
    )
    if given.in_force(moment.today()).exists():
        return
    last = given.order_by("-ends").first()
    if last is None:
        raise Forbidden(
            "Vị trí của bạn chưa được giao ký loại kết quả này. Hãy trình người có thẩm quyền ký,"
            " hoặc đề nghị văn bản giao quyền ký.",
            code="no-authority",
        )
    when = f"từ {short_date(last.starts)} đến {short_date(last.ends)}"
    raise Forbidden(
        f"Quyền ký theo {last.ground} chỉ có hiệu lực {when}. Hãy trình người có thẩm quyền ký.",
        code="authority-over",
    )
