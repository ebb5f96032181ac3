"""The facts of index 766 are sums: they equal the lists behind them, whatever lies with the dossiers."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.audit.actions import record
from motcua.documents.models import StoredFile
from motcua.dossiers.models import Dossier, Paper, Result, ReturnMethod
from motcua.feedback.models import Rating
from motcua.identity.models import Organisation
from motcua.lib import moment
from motcua.organisation.models import Unit
from motcua.payments.models import Line, Obligation, Payment
from motcua.reporting.facts import Fact, read, written
from motcua.reporting.figures import EVERYBODY, Whose
from motcua.reporting.fold import Metric
from motcua.reporting.history import lines, other_lines
from motcua.reporting.index_measures import MEASURES, Period, issued, taken
from motcua.reporting.recompute import differences
from motcua.reporting.reports.payments import REPORT as PAYMENTS
from motcua.reporting.reports.post import REPORT
from motcua.reporting.scope import Asked
from motcua.reporting.table import Share
from motcua.reporting.tallies import bring_up_to_date
from tests.cast import Cast
from tests.reporting import independent
from tests.reporting.made import Past, make, on

CODES = ("1.004873", "1.001193")
MONTHS = (
    (date(2026, 9, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 10, 31)),
    (date(2026, 11, 1), date(2026, 11, 30)),
)
# The list behind each fact is what these measures say cost the points.
COST = {
    Fact.CASH: "dossiers_paid",
    Fact.PAPER_ONLY: "results_electronic",
    Fact.NOT_DIGITISED: "dossiers_digitised",
}
days = st.integers(-10, 50)
lives = st.fixed_dictionaries(
    {
        "unit": st.integers(0, 1),
        "code": st.integers(0, 1),
        "online": st.booleans(),
        "start": st.integers(-10, 40),
        "takes": st.none() | st.integers(0, 20),
        "paid": st.lists(
            st.tuples(days, st.sampled_from(["cash", "transfer", "gateway", "earlier"]), st.booleans()),
            max_size=3,
        ),
        "results": st.lists(st.tuples(days, st.booleans()), max_size=2),
        "papers": st.lists(st.tuples(days, st.none() | days, st.booleans()), max_size=3),
        "rating": st.none() | st.tuples(days, st.integers(1, 3)),
        "organisation": st.booleans(),
    }
)

Life = dict[str, Any]

pytestmark = pytest.mark.django_db


def past(units: list[Unit], life: Life) -> Past:
    start = life["start"]
    acts = [("accept" if life["online"] else "take_in", on(start), on(start + 10, 17))]
    if life["takes"] is not None:
        acts.append(("conclude", on(start + life["takes"], 15), on(start + 10, 17)))
    return Past(units[life["unit"]].pk, CODES[life["code"]], "online" if life["online"] else "counter", acts)


def put(dossier: Dossier, life: Life, file: StoredFile, firm: Organisation | None) -> None:
    """What lies with the dossier besides its acts."""
    dossier.obligation = Obligation.objects.create(state="due", payer="Lan", amount=9, determined_at=on(0))
    for kind, amount in (("fee", 3), ("charge", 4), ("postage", 5)):
        Line.objects.create(
            obligation=dossier.obligation, kind=kind, key=kind, name=kind, amount=amount, timing="on_filing"
        )
    dossier.owner_organisation = firm if life["organisation"] else None
    dossier.save(update_fields=["obligation", "owner_organisation"])
    for day, method, something in life["paid"]:
        pay(dossier, day, method, 5 * something)
    for number, (day, filed) in enumerate(life["results"]):
        Result.objects.create(
            dossier=dossier,
            key=f"kq{number}",
            name="Kết quả",
            drafted_by="Người thử",
            drafted_at=on(day),
            issued_at=on(day),
            file=file if filed else None,
        )
    for day, until, filed in life["papers"]:
        Paper.objects.create(
            dossier=dossier,
            component_key="to-khai",
            name="Tờ khai",
            added_at=on(day),
            added_by="Người thử",
            replaced_at=None if until is None else on(until),
            file=file if filed else None,
        )
    if life["rating"] is not None:
        day, score = life["rating"]
        Rating.objects.create(dossier=dossier, score=score, rated_at=on(day))


def pay(dossier: Dossier, day: int, method: str, amount: int) -> None:
    Payment.objects.create(
        obligation=Obligation.objects.get(dossier=dossier),
        amount=amount,
        method=method,
        taken_at=on(day),
        taken_by="Người thử",
    )


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(lives, min_size=1, max_size=8))
def test_every_fact_is_as_many_as_the_list_behind_it(cast: Cast, story: list[Life]) -> None:
    units = list(Unit.objects.of_kind("commune_committee").order_by("pk")[:2])
    assert cast.lan
    file = cast.stored(b"mot tep")
    with moment.at(on(90)), transaction.atomic():
        firm = Organisation.objects.create(number="0100109106", name="Công ty thử")
        for dossier, life in zip(make(cast, [past(units, each) for each in story]), story, strict=True):
            put(dossier, life, file, firm)
        bring_up_to_date()
        assert differences() == []
        for whose in (EVERYBODY, Whose(frozenset({units[0].pk}))):
            for first, last in MONTHS:
                compare(Period(whose, first, last))
        compare_payments([*lines(), *other_lines()])
        transaction.set_rollback(True)


def compare_payments(export: list[str]) -> None:
    """The report of payments is what an independent program finds, in whole months and across them."""
    names = dict(Unit.objects.values_list("pk", "name"))
    for first, last in (*MONTHS, (date(2026, 9, 28), date(2026, 11, 12))):
        wanted = independent.payments(export, first.isoformat(), last.isoformat())
        found = {row["label"]: row for row in PAYMENTS(Asked(first, last, by="unit")).rows}
        assert found.keys() == {names[unit] for unit in wanted}
        for unit, figures in wanted.items():
            row = found[names[unit]]
            assert row["by_dossier"] == Share(figures["online"], figures["paid"])
            assert row["by_money"] == Share(figures["money_online"], figures["money"])
            assert [row[key] for key in ("money", "fee", "charge")] == [
                figures[key] for key in ("money", "fee", "charge")
            ]


def compare(period: Period) -> None:
    for fact, key in COST.items():
        cost = MEASURES[key].cost
        assert cost is not None
        assert period.total(fact) == cost(period).count(), fact
    assert period.total(Fact.PAID) == taken(period).count()
    assert period.total(Fact.ISSUED) == issued(period).count()
    unhappy = MEASURES["dossiers_satisfied"].cost
    assert unhappy is not None
    assert period.total(Metric.SOLVED_LATE, Fact.DISSATISFIED) == unhappy(period).count()
    firms = period.happened_to(Metric.ACCEPTED).filter(owner_organisation__isnull=False)
    assert period.total(Fact.ORGANISATION) == firms.count()
    # A service counts as paid online when a dossier of it was paid, and not in cash alone.
    online = taken(period).exclude(pk__in=MEASURES["dossiers_paid"].cost(period).values("pk"))  # type: ignore[misc]
    codes = set(online.values_list("version__procedure_id", flat=True))
    priced = period.priced_codes
    assert MEASURES["services_paid"].share(period).numerator == len(codes & priced)


def test_what_comes_after_the_acts_is_seen_by_its_entry_in_the_record(cast: Cast) -> None:
    unit = Unit.objects.of_kind("commune_committee").order_by("pk")[0]
    life: Life = {"results": [], "papers": [], "paid": [], "rating": None, "organisation": False}
    with moment.at(on(20)):
        acts = [("take_in", on(0), on(5)), ("conclude", on(2), on(5))]
        (dossier,) = make(cast, [Past(unit.pk, CODES[0], "counter", acts)])
        put(dossier, life, cast.stored(b"mot tep"), None)
        bring_up_to_date()
        pay(dossier, 3, "cash", 5)
        Rating.objects.create(dossier=dossier, score=1, rated_at=on(3))
        told("take_payment", "obligation", str(dossier.obligation_id))
        bring_up_to_date()
        assert differences() == []
        period = Period(EVERYBODY, *MONTHS[1])
        assert [period.total(each) for each in (Fact.PAID, Fact.CASH, Fact.DISSATISFIED)] == [1, 1, 1]
        pay(dossier, 9, "transfer", 5)
        told("touch", "dossier", str(dossier.pk))
        bring_up_to_date()
        assert Period(EVERYBODY, *MONTHS[1]).total(Fact.CASH) == 0
        assert differences() == []


def told(verb: str, kind: str, key: str) -> None:
    record(actor="Người thử", verb=verb, subject_type=kind, subject_id=key)


def test_the_real_acts_leave_a_word_in_the_record(cast: Cast) -> None:
    dossier = cast.handed_over(CODES[0])
    bring_up_to_date()
    assert differences() == []
    assert Period(EVERYBODY, moment.today().replace(day=1), moment.today()).total(Fact.ISSUED) == 1
    assert Dossier.objects.filter(pk=dossier.pk).exists()


def test_facts_are_read_as_they_were_written() -> None:
    found = [(date(2026, 10, 5), Fact.PAID, 1), (date(2026, 11, 2), Fact.MONEY, 50_000)]
    assert read(written(found)) == found
    assert read("") == []


def test_results_that_went_by_post_are_counted_as_such(cast: Cast) -> None:
    first, second = cast.handed_over("1.004873"), cast.handed_over("1.004873", seed=2)
    Dossier.objects.filter(pk=first.pk).update(return_method=ReturnMethod.POST)
    Dossier.objects.filter(pk=second.pk).update(return_method=ReturnMethod.DESK)
    bring_up_to_date()
    day = moment.today()
    totals = REPORT(Asked(day, day)).totals
    assert totals is not None
    assert totals["went"] == Share(1, 2)
    assert differences() == []
