"""The register of simplification: two people, one way through its states, a saving anybody can recompute."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from motcua.audit.actions import breaks
from motcua.audit.models import Entry
from motcua.catalogue import saving
from motcua.catalogue.actions import simplify
from motcua.catalogue.actions.publish import publish
from motcua.catalogue.models import Content, Field, Procedure, Proposal, Version
from motcua.catalogue.simplification import MOVES, ProposalState
from motcua.cli.catalogue import catalogue
from motcua.identity.actor import DESK_OFFICER, OFFICER, SYSTEM_ACTOR, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused
from tests.catalogue import proposals as made
from tests.catalogue.proposals import CODE, DECIDER, PROPOSER
from tests.catalogue.sample import spec_of

NOW = datetime(2026, 11, 21, 9, tzinfo=moment.TZ)
TODAY = NOW.date()
ACTS: dict[str, Callable[[Actor, Proposal], Proposal]] = {
    "consider": lambda who, it: simplify.consider(actor=who, proposal_id=it.pk),
    "approve": lambda who, it: simplify.approve(
        actor=who, proposal_id=it.pk, decision="12/QĐ-UBND", decided_on=TODAY
    ),
    "reject": lambda who, it: simplify.reject(actor=who, proposal_id=it.pk, answer="Luật còn đòi hỏi."),
    "carry_out": lambda who, it: simplify.carry_out(actor=who, proposal_id=it.pk, number=1),
}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with moment.at(NOW):
        yield


def test_a_proposal_goes_from_hand_to_hand_and_every_step_is_on_record(db: None) -> None:
    found = made.done(TODAY)
    found.refresh_from_db()
    assert (found.state, found.decision, found.decided_by) == ("done", "12/QĐ-UBND", DECIDER.label)
    assert found.version == Version.objects.filter(procedure=CODE).order_by("-number").first()
    told = Entry.objects.about("proposal", str(found.pk)).order_by("number")
    assert [(each.verb, each.content["before"], each.content["after"]) for each in told] == [
        ("proposal.propose", "", "proposed"),
        ("proposal.consider", "proposed", "considered"),
        ("proposal.approve", "considered", "approved"),
        ("proposal.carry_out", "approved", "done"),
    ]
    assert list(breaks()) == []


@pytest.mark.parametrize("verb", ["consider", "approve", "reject"])
def test_who_proposed_does_not_decide(db: None, verb: str) -> None:
    it = made.proposed() if verb != "approve" else made.considered()
    with pytest.raises(Refused, match="nhờ người khác"):
        ACTS[verb](PROPOSER, it)
    it.refresh_from_db()
    assert it.state != MOVES[verb][1]


SHUT = [(state, verb) for verb in MOVES for state in ProposalState.values if state not in MOVES[verb][0]]


@pytest.mark.parametrize(("state", "verb"), SHUT)
def test_nothing_moves_but_along_the_table(db: None, verb: str, state: str) -> None:
    it = _in_state(state)
    before = Entry.objects.count()
    with pytest.raises(Refused):
        ACTS[verb](DECIDER, it)
    it.refresh_from_db()
    assert (it.state, Entry.objects.count()) == (state, before)


def _in_state(state: str) -> Proposal:
    if state == "rejected":
        return ACTS["reject"](DECIDER, made.proposed())
    if state in {"approved", "done"}:
        return made.approved(TODAY) if state == "approved" else made.done(TODAY)
    return made.proposed() if state == "proposed" else made.considered()


def test_the_version_that_carries_it_out_came_after_it(db: None) -> None:
    old = Version.objects.version_for(CODE, TODAY)
    assert old is not None
    with moment.at(old.published_at + timedelta(days=1)):
        it = made.approved(TODAY)
        late = publish(actor=SYSTEM_ACTOR, spec_or_path=spec_of()).version
        for version in (old, late):
            with pytest.raises(Refused, match="trước khi có đề xuất"):
                simplify.carry_out(actor=DECIDER, proposal_id=it.pk, number=version.number)
        with pytest.raises(Refused, match="không có bản 99"):
            simplify.carry_out(actor=DECIDER, proposal_id=it.pk, number=99)


def test_only_who_keeps_procedures_may_propose_or_decide(db: None) -> None:
    desk = Actor(kind=OFFICER, name="Nguyễn Thị Quầy", user_id=5, roles=frozenset({DESK_OFFICER}))
    it = made.proposed()
    for who in (desk, SYSTEM_ACTOR):
        with pytest.raises(Forbidden):
            simplify.propose(actor=who, proposed=made.PROPOSED)
        for perform in ACTS.values():
            with pytest.raises(Forbidden):
                perform(who, it)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "9.999999"),
        ("cut", "khac"),
        ("what", " "),
        ("what", "x" * 301),
        ("reason", ""),
        ("yearly", -1),
        ("yearly", 1_000_001),
        ("yearly_source", ""),
        ("minutes", -1),
        ("dong", 100_000_001),
    ],
)
def test_a_proposal_that_says_too_little_or_too_much_is_refused_at_its_field(
    db: None, field: str, value: object
) -> None:
    with pytest.raises(Refused) as refused:
        made.proposed(**{field: value})
    assert refused.value.field == {"minutes": "hours"}.get(field, field)
    assert not Proposal.objects.exists()


def test_a_decision_needs_a_number_and_no_day_to_come_and_a_refusal_a_reason(db: None) -> None:
    it = made.considered()
    for number, day, field in (("", TODAY, "decision"), ("1/QĐ", TODAY + timedelta(days=1), "decided_on")):
        with pytest.raises(Refused) as refused:
            simplify.approve(actor=DECIDER, proposal_id=it.pk, decision=number, decided_on=day)
        assert refused.value.field == field
    with pytest.raises(Refused, match="lý do"):
        simplify.reject(actor=DECIDER, proposal_id=it.pk, answer=" ")


@pytest.mark.parametrize("state", ["approved", "done", "rejected"])
def test_the_database_itself_keeps_a_decision_with_its_ground(db: None, state: str) -> None:
    it = made.proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=it.pk).update(state=state)


def test_the_founding_figure_721_of_1086(empty_catalogue: None) -> None:
    """«Đã đơn giản hóa 721/1.086 thủ tục được giao, đạt 66%»: by procedure; half done is not done."""
    Field.objects.create(code="dancu", name="Dân cư")
    codes = [f"7.{number:06}" for number in range(1100)]
    Procedure.objects.bulk_create(Procedure(code=code, name=code, field_id="dancu") for code in codes)
    Version.objects.bulk_create(
        Version(procedure_id=code, number=1, effective_from=TODAY, content_id=_content(), published_at=NOW)
        for code in codes
    )
    version = dict(Version.objects.values_list("procedure_id", "pk"))
    _bulk(codes[:721], "done", version)
    # Twice simplified is one procedure; one with a second cut still waiting is not finished.
    _bulk(codes[:50], "done", version)
    _bulk(codes[721:800], "done", version)
    _bulk(codes[721:1086], "approved", version)
    _bulk(codes[1000:], "proposed", version)
    found = Proposal.objects.simplified()
    assert (found.done, found.planned) == (721, 1086)
    assert str(found) == "721/1.086 (66,39%)"
    assert Proposal.objects.register()["simplified"]["percent"] == 66.39


def _content() -> str:
    return Content.objects.get_or_create(digest="0" * 64, defaults={"data": {}})[0].pk


def _bulk(codes: list[str], state: str, version: dict[str, int]) -> None:
    agreed = state in {"approved", "done"}
    Proposal.objects.bulk_create(
        Proposal(
            procedure_id=code,
            cut="component",
            what="x",
            reason="x",
            yearly=1,
            yearly_source="x",
            state=state,
            proposed_at=NOW,
            proposed_by="x",
            proposer_id=1,
            decision="1/QĐ" if agreed else "",
            version_id=version[code] if state == "done" else None,
        )
        for code in codes
    )


def test_the_saving_is_told_as_a_computation() -> None:
    assert saving.computation(1200, 90, 4000) == (
        "1.200 hồ sơ/năm × 1 giờ 30 phút = 1.800 giờ/năm",
        "1.200 hồ sơ/năm × 4.000 đồng = 4.800.000 đồng/năm",
    )
    assert saving.computation(1200, 0, 0) == ()


@given(st.integers(0, 10**12))
def test_hours_in_words_lose_no_minute(minutes: int) -> None:
    numbers = {
        part.split()[1]: int(part.split()[0].replace(".", ""))
        for part in saving.hours(minutes).replace(" phút", " phút|").replace(" giờ", " giờ|").split("|")
        if part.strip()
    }
    assert numbers.get("giờ", 0) * 60 + numbers.get("phút", 0) == minutes


def test_sums_are_exact_at_the_limits(db: None) -> None:
    for _ in range(3):
        made.proposed(yearly=1_000_000, minutes=simplify.MOST_MINUTES, dong=simplify.MOST_DONG)
    found = Proposal.objects.all().saving()
    assert found.minutes == 3 * 1_000_000 * simplify.MOST_MINUTES
    assert found.dong == 3 * 1_000_000 * simplify.MOST_DONG


def test_the_register_for_programs(db: None) -> None:
    made.done(TODAY)
    made.proposed(what="Rút còn 2 ngày", cut="days")
    told = json.loads(CliRunner().invoke(catalogue, ["proposals", "--json"]).output)
    assert told["counts"] == {"proposed": 1, "considered": 0, "approved": 0, "done": 1, "rejected": 0}
    assert told["simplified"] == {
        "numerator": 1,
        "denominator": 1,
        "percent": 100.0,
        "words": "1/1 (100,00%)",
    }
    assert told["saving_of_approved"] == {"minutes_yearly": 108_000, "dong_yearly": 4_800_000}
    assert [row["what"] for row in told["proposals"]] == ["Rút còn 2 ngày", made.PROPOSED.what]
    one = json.loads(CliRunner().invoke(catalogue, ["proposals", "--json", "--state", "done"]).output)
    assert [row["state"] for row in one["proposals"]] == ["done"]
    assert "100,00%" in CliRunner().invoke(catalogue, ["proposals"]).output
    assert CliRunner().invoke(catalogue, ["proposals", "--state", "xong"]).exit_code == 1
