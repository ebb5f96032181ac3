"""Who may do what when: every verb in every status by everybody, against a table written out by hand.

No database: a dossier in memory, and people who differ in what they are to it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import pytest

from motcua.dossiers.lifecycle import CARRYING, MOVES, UNDECIDED, VERBS, Status, may, open_verbs
from motcua.dossiers.models import Dossier, WorkItem
from motcua.identity import actor as who
from motcua.identity.actor import Actor
from tests.dossiers.hand import refused

OWNER, SENDER, STRANGER = (UUID(int=n) for n in (1, 2, 3))
DESK, AGENCY, DIVISION, RETURNS, ASKED, ELSEWHERE = (
    "desk",
    "agency",
    "division",
    "returns",
    "asked",
    "elsewhere",
)
HOLDER = 71


def citizen(person: UUID, **more: object) -> Actor:
    return Actor(kind=who.CITIZEN, name="Dân", user_id=person.int, person_id=person, **more)  # type: ignore[arg-type]


def officer(user_id: int, unit: str, *roles: str, units: tuple[str, ...] = ()) -> Actor:
    return Actor(
        kind=who.OFFICER,
        name="Cán bộ",
        user_id=user_id,
        unit_id=unit,
        units=frozenset({unit, *units}),
        roles=frozenset(roles),
    )


PEOPLE: Mapping[str, Actor] = {
    "owner": citizen(OWNER),
    "sender": citizen(SENDER),
    "delegate": citizen(STRANGER, for_person_id=OWNER),
    "delegate-this": citizen(STRANGER, for_person_id=OWNER, for_procedures=frozenset({"1.000001"})),
    "delegate-other": citizen(STRANGER, for_person_id=OWNER, for_procedures=frozenset({"1.000002"})),
    "former-delegate": citizen(STRANGER),
    "stranger": citizen(STRANGER),
    "typist": officer(61, DESK, who.DESK_OFFICER),
    "typist-moved": officer(61, ELSEWHERE, who.DESK_OFFICER),
    "desk": officer(62, DESK, who.DESK_OFFICER),
    "desk-returns": officer(63, RETURNS, who.DESK_OFFICER),
    "desk-elsewhere": officer(64, ELSEWHERE, who.DESK_OFFICER),
    "holder": officer(HOLDER, DIVISION, who.HANDLER),
    "colleague": officer(72, DIVISION, who.HANDLER),
    "handler-elsewhere": officer(73, ELSEWHERE, who.HANDLER),
    "asked": officer(74, ASKED, who.HANDLER),
    "head": officer(75, DIVISION, who.HEAD),
    "signer": officer(81, AGENCY, who.SIGNER, units=(DIVISION,)),
    "signer-elsewhere": officer(82, ELSEWHERE, who.SIGNER),
    "clerk": officer(83, AGENCY, who.CLERK),
    "accountant": officer(84, AGENCY, who.ACCOUNTANT),
    "admin": officer(91, AGENCY, who.ADMIN, units=(DESK, DIVISION)),
    "inspector": officer(92, AGENCY, who.INSPECTOR, units=(DESK, DIVISION)),
    "system": who.SYSTEM_ACTOR,
    "visitor": who.VISITOR_ACTOR,
}
_APPLICANT = "owner sender delegate delegate-this"
_DESK = "typist desk"

# Before acceptance nothing of a handler's, a signer's or the money's; once ended nothing at all.
ALLOWED = {
    (Status.DRAFT, "file"): f"{_APPLICANT} typist typist-moved",
    (Status.DRAFT, "take_in"): "typist",
    **dict.fromkeys(((Status.DRAFT, verb) for verb in sorted(CARRYING)), "system"),
    (Status.FILED, "accept"): _DESK,
    (Status.FILED, "take_back"): _APPLICANT,
    (Status.FILED, "ask_before"): _DESK,
    (Status.FILED, "refuse"): _DESK,
    (Status.FILED, "withdraw"): f"{_APPLICANT} {_DESK}",
    (Status.ACCEPTED, "forward"): f"{_DESK} system",
    (Status.ACCEPTED, "withdraw"): f"{_APPLICANT} {_DESK}",
    (Status.ACCEPTED, "stop"): "signer",
    (Status.ACCEPTED, "apologise"): "signer",
    (Status.ACCEPTED, "change_case"): f"{_DESK} holder",
    (Status.IN_PROGRESS, "ask_supplement"): "holder signer",
    (Status.IN_PROGRESS, "demand_payment"): "holder",
    (Status.IN_PROGRESS, "withdraw"): f"{_APPLICANT} {_DESK}",
    (Status.IN_PROGRESS, "stop"): "signer",
    (Status.IN_PROGRESS, "apologise"): "signer",
    (Status.IN_PROGRESS, "change_case"): f"{_DESK} holder",
    (Status.IN_PROGRESS, "conclude"): "system",
    (Status.IN_PROGRESS, "decline"): "system",
    (Status.SUPPLEMENT, "supply"): f"{_APPLICANT} {_DESK}",
    (Status.SUPPLEMENT, "supply_before"): f"{_APPLICANT} {_DESK}",
    (Status.SUPPLEMENT, "lapse"): f"{_DESK} signer",
    (Status.SUPPLEMENT, "lapse_before"): _DESK,
    (Status.SUPPLEMENT, "withdraw"): f"{_APPLICANT} {_DESK}",
    (Status.SUPPLEMENT, "stop"): "signer",
    (Status.FINANCIAL, "settle_payment"): f"{_DESK} holder accountant system",
    (Status.FINANCIAL, "withdraw"): f"{_APPLICANT} {_DESK}",
    (Status.FINANCIAL, "stop"): "signer",
    **dict.fromkeys(((status, "change_version") for status in sorted(UNDECIDED)), "system"),
    (Status.DONE, "hand_over"): f"{_APPLICANT} desk-returns system",
}


class InMemory(Dossier):
    """A dossier whose work is told, not read."""

    items: tuple[WorkItem, ...] = ()

    class Meta:
        proxy = True
        app_label = "dossiers"

    def open_items(self) -> list[WorkItem]:
        return list(self.items)


def dossier_in(status: Status, holder: int | None = HOLDER) -> InMemory:
    from motcua.catalogue.models import Version

    dossier = InMemory(
        status=status,
        submitter_id=SENDER,
        owner_id=OWNER,
        typist_id=61,
        receiving_unit_id=DESK,
        competent_unit_id=AGENCY,
        return_unit_id=RETURNS,
        channel=who.COUNTER,
        version=Version(procedure_id="1.000001"),
    )
    dossier.items = (
        WorkItem(kind="step", role=who.HANDLER, unit_id=DIVISION, assignee_id=holder),
        WorkItem(kind="opinion", role=who.HANDLER, unit_id=ASKED),
        WorkItem(kind="transfer", role=who.DESK_OFFICER, unit_id=DESK),
    )
    return dossier


def allowed(status: Status, verb: str, holder: int | None = HOLDER) -> set[str]:
    rows = [move for move in MOVES if move.verb == verb and move.before == status]
    dossier = dossier_in(status, holder)
    return {name for name, actor in PEOPLE.items() if any(may(dossier, actor, row) for row in rows)}


@pytest.mark.parametrize("status", Status, ids=lambda status: status.name)
def test_every_verb_by_everybody(status: Status) -> None:
    found = {verb: allowed(status, verb) for verb in sorted(VERBS)}
    expected = {verb: set(ALLOWED.get((status, verb), "").split()) for verb in sorted(VERBS)}
    assert found == expected


def test_the_table_speaks_of_every_row_and_of_no_other() -> None:
    assert set(ALLOWED) == {(move.before, move.verb) for move in MOVES}


def test_a_step_nobody_has_taken_is_everybodys_in_its_unit() -> None:
    assert allowed(Status.IN_PROGRESS, "demand_payment", holder=None) == {"holder", "colleague"}


def test_a_head_acts_on_a_step_of_a_head_alone() -> None:
    dossier = dossier_in(Status.IN_PROGRESS)
    dossier.items = (WorkItem(kind="step", role=who.HEAD, unit_id=DIVISION),)
    row = next(move for move in MOVES if move.verb == "demand_payment")
    assert {name for name, actor in PEOPLE.items() if may(dossier, actor, row)} == {"head"}


def test_without_a_desk_of_return_the_receiving_desk_returns() -> None:
    dossier = dossier_in(Status.DONE)
    dossier.return_unit_id = None
    assert dossier.desk_id == DESK


def test_the_buttons_are_the_open_rows_of_the_half_that_fits() -> None:
    dossier = dossier_in(Status.SUPPLEMENT)
    assert [move.verb for move in open_verbs(dossier, PEOPLE["desk"])] == [
        "supply_before",
        "lapse_before",
        "withdraw",
    ]
    dossier.accepted_at = datetime(2026, 11, 18, tzinfo=UTC)
    assert [move.verb for move in open_verbs(dossier, PEOPLE["desk"])] == ["supply", "lapse", "withdraw"]
    assert not open_verbs(dossier, PEOPLE["stranger"])


def test_now_comes_before_may_and_may_before_why() -> None:
    """What is not possible at all is said first: nobody is asked for a reason in vain."""
    from motcua.dossiers.lifecycle import find

    dossier = dossier_in(Status.RETURNED)
    with refused("not-now"):
        find(dossier, "stop", PEOPLE["stranger"], {})
    dossier.status = Status.IN_PROGRESS
    with refused("not-yours"):
        find(dossier, "stop", PEOPLE["stranger"], {})
    with refused("reason"):
        find(dossier, "stop", PEOPLE["signer"], {"reason": "  "})


def test_ended_dossiers_go_nowhere_but_into_the_persons_hands() -> None:
    from motcua.dossiers.lifecycle import ENDED

    onwards = {(move.before, move.after) for move in MOVES if move.before in ENDED}
    assert onwards == {(Status.DONE, Status.RETURNED)}


def test_every_status_has_its_word_tone_and_icon() -> None:
    for status in Status:
        assert status.word
        assert status.tone in {"grey", "blue", "amber", "green"}
        assert status.icon
