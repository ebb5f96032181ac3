"""Random routes, sound and faulty, for the pictures and files made of them."""

from decimal import Decimal

from hypothesis import strategies as st

from motcua.workflow.spec import DIVISIONS, ENDS, ROLES, Ask, Outcome, Route, Step

_WORDS = st.text("aáảđềƯợ <&>\"'«»:,.-1", min_size=1, max_size=40).filter(str.strip)
_UNITS = st.sampled_from(
    ["", "competent", "desk", *(f"division:{each}" for each in DIVISIONS), "unit:so-y-te"]
)
_ROLES = st.sampled_from(["", *ROLES])
_HOURS = st.decimals(0, 400, places=2).map(lambda hours: Decimal(hours))
_ACTS = st.sampled_from(["check", "draft", "opinions", "sign", "number", "sign_refusal", "field_visit"])


def routes(*, faulty: bool = True, most: int = 7) -> st.SearchStrategy[Route]:
    """Routes whose outcomes lead anywhere; `faulty` ones also to steps that are missing, or share a key."""
    return st.integers(1, most).flatmap(lambda many: _route(many, faulty))


def _route(many: int, faulty: bool) -> st.SearchStrategy[Route]:
    keys = [f"b{at}" for at in range(many)]
    targets = st.sampled_from([*keys, *ENDS, *(["missing"] if faulty else [])])
    owned = st.sampled_from(keys)
    steps = st.tuples(
        *(_step(owned if faulty and at else st.just(key), targets) for at, key in enumerate(keys))
    )
    return steps.map(lambda made: Route(steps=made))


def _step(key: st.SearchStrategy[str], targets: st.SearchStrategy[str]) -> st.SearchStrategy[Step]:
    asks = st.lists(st.builds(Ask, unit=_UNITS, role=_ROLES, hours=_HOURS), max_size=2).map(tuple)
    outcomes = st.lists(st.tuples(_WORDS, targets, st.booleans()), max_size=4).map(
        lambda rows: tuple(
            Outcome(key=f"o{at}", label=label, to=to, back=back) for at, (label, to, back) in enumerate(rows)
        )
    )
    return st.builds(
        Step,
        key=key,
        name=_WORDS,
        act=_ACTS,
        role=_ROLES,
        unit=_UNITS,
        hours=_HOURS,
        ask=asks,
        outcomes=outcomes,
    )
