"""Proposals for tests: who keeps the register, and a proposal in any state, by the real acts."""

from dataclasses import replace
from datetime import date

from motcua.catalogue.actions import simplify
from motcua.catalogue.actions.publish import publish
from motcua.catalogue.models import Proposal
from motcua.identity.actor import ADMIN, INSPECTOR, OFFICER, SYSTEM_ACTOR, Actor
from tests.catalogue.sample import spec_of

CODE = "1.001193"
PROPOSER = Actor(kind=OFFICER, name="Trần Văn Soát", user_id=901, roles=frozenset({INSPECTOR}))
DECIDER = Actor(kind=OFFICER, name="Lê Thị Duyệt", user_id=902, roles=frozenset({ADMIN}))
PROPOSED = simplify.Proposed(
    code=CODE,
    cut="component",
    what="Bỏ bản sao giấy chứng nhận kết hôn",
    reason="Cơ sở dữ liệu hộ tịch đã có, cán bộ tự tra cứu.",
    yearly=1200,
    yearly_source="Báo cáo 07b năm 2026",
    minutes=90,
    dong=4000,
)


def proposed(**changes: object) -> Proposal:
    return simplify.propose(actor=PROPOSER, proposed=replace(PROPOSED, **changes))  # type: ignore[arg-type]


def considered() -> Proposal:
    return simplify.consider(actor=DECIDER, proposal_id=proposed().pk)


def approved(on: date) -> Proposal:
    return simplify.approve(actor=DECIDER, proposal_id=considered().pk, decision="12/QĐ-UBND", decided_on=on)


def done(on: date) -> Proposal:
    found = approved(on)
    begins = ("effective_from: 2026-07-01", f"effective_from: {on.isoformat()}")
    version = publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of(begins)).version
    return simplify.carry_out(actor=DECIDER, proposal_id=found.pk, number=version.number)
