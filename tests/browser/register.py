"""The register of simplification for the scenes: proposals in every state, by the real acts."""

from datetime import timedelta

from motcua.catalogue.actions import simplify
from motcua.catalogue.actions.publish import publish
from motcua.catalogue.models import Proposal, Version
from motcua.identity.actor import ADMIN, INSPECTOR, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from tests.cast import Cast

# No scene files it, so that its second version stands in nobody's way.
SIMPLER = "1.001022"
_REPORT = "Báo cáo 07b, 12 tháng gần nhất"
_PROPOSED = (
    simplify.Proposed(
        SIMPLER,
        "component",
        "Bỏ bản sao giấy khai sinh của con",
        "Cơ sở dữ liệu hộ tịch điện tử đã có, cán bộ tự tra cứu.",
        *(480, _REPORT, 30, 6000),
    ),
    simplify.Proposed(
        "2.000635",
        "days",
        "Trả bản sao trích lục ngay khi nhận hồ sơ",
        "Dữ liệu đã số hóa xong, không phải tra sổ giấy.",
        *(9200, _REPORT, 120),
    ),
    simplify.Proposed(
        "1.004884",
        "step",
        "Bỏ bước xác minh lại nơi cư trú",
        "Cơ sở dữ liệu quốc gia về dân cư đã có nơi cư trú.",
        *(650, _REPORT, 240, 20_000),
    ),
    simplify.Proposed(
        "1.000894",
        "fee",
        "Miễn lệ phí cấp bản sao lần đầu",
        "Người dân đã nộp lệ phí khi đăng ký.",
        *(3100, _REPORT, 0, 8000),
    ),
)


def register(cast: Cast) -> Proposal:
    """One carried out, one approved, one refused, one under consideration, which is returned."""
    admin = cast.officer("vp-ubnd-tinh", ADMIN)
    inspector = cast.officer("vp-ubnd-tinh", INSPECTOR)
    before = Version.objects.version_for(SIMPLER, moment.today())
    assert before is not None
    spec = before.spec.model_copy(update={"effective_from": moment.today()})
    version = publish(actor=SYSTEM_ACTOR, spec_or_path=spec).version
    with moment.at(moment.now() - timedelta(days=40)):
        done, approved, considered, refused = (
            simplify.propose(actor=inspector, proposed=each) for each in _PROPOSED
        )
        for each, number in ((done, "2116/QĐ-UBND"), (approved, "2117/QĐ-UBND")):
            _approve(admin, each, number)
        answer = "Lệ phí do Hội đồng nhân dân tỉnh quy định; hãy đề xuất sửa nghị quyết."
        simplify.reject(actor=admin, proposal_id=refused.pk, answer=answer)
        simplify.consider(actor=admin, proposal_id=considered.pk)
    simplify.carry_out(actor=admin, proposal_id=done.pk, number=version.number)
    return considered


def _approve(admin: Actor, found: Proposal, number: str) -> None:
    simplify.consider(actor=admin, proposal_id=found.pk)
    simplify.approve(actor=admin, proposal_id=found.pk, decision=number, decided_on=moment.today())
