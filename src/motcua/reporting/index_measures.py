"""What the components of index 766 are computed from: our sums, each with the dossiers behind it.

The lists read the rows themselves; for a month each finds exactly as many dossiers as the sums say.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.models import Channel, DossierQuerySet, Paper, Result
from motcua.feedback.models import Rating
from motcua.payments.models import Payment
from motcua.reporting.behind import after, behind, dossiers_of, starts
from motcua.reporting.facts import Fact
from motcua.reporting.figures import (
    CHANNEL,
    ONLINE,
    PROCEDURE,
    Figures,
    Whose,
    brought_forward,
    counted,
    standing,
)
from motcua.reporting.fold import IN_TIME, SOLVED, Metric
from motcua.reporting.offered import FULL, Service, services
from motcua.reporting.table import Share


@dataclass(frozen=True)
class Period:
    """Whose index, for which days; what several measures read is read once."""

    whose: Whose
    first: date
    last: date

    @cached_property
    def services(self) -> dict[str, Service]:
        return services(self.last, self.whose.units)

    @cached_property
    def happened(self) -> Figures:
        wanted = (Metric.ACCEPTED, *SOLVED, Metric.ASKED_TWICE, *Fact)
        return counted(self.whose, self.first, self.last, wanted, PROCEDURE, CHANNEL)

    @cached_property
    def left(self) -> Figures:
        return standing(self.whose, self.last)

    @cached_property
    def carried_over(self) -> int:
        return brought_forward(self.whose, self.first, self.last)[()]

    def total(self, *metrics: Metric | Fact) -> int:
        """How often these happened in the period."""
        return sum(count for (_, _, metric), count in self.happened.items() if metric in metrics)

    @property
    def online_codes(self) -> frozenset[str]:
        return frozenset(code for code, service in self.services.items() if service.online)

    @property
    def priced_codes(self) -> frozenset[str]:
        return frozenset(code for code, service in self.services.items() if service.priced)

    def accepted(self, *, online: bool, codes: frozenset[str] | None = None) -> int:
        """Dossiers accepted in the period, those filed online or all, of these procedures or of all."""
        return sum(
            count
            for (code, channel, metric), count in self.happened.items()
            if metric == Metric.ACCEPTED
            and (codes is None or code in codes)
            and (channel == ONLINE or not online)
        )

    def dossiers(self) -> DossierQuerySet:
        return dossiers_of(self.whose)

    def happened_to(self, name: str) -> DossierQuerySet:
        return behind(name, self.whose, self.first, self.last)


@dataclass(frozen=True)
class Measure:
    """How a ratio is computed, and which dossiers cost the missing points (None: no dossier does).

    `by_month` says what it means that facts are counted month by month (`reporting.facts`), where a dossier
    may have the same one in two of them.
    """

    share: Callable[[Period], Share]
    cost: Callable[[Period], DossierQuerySet] | None = None
    one: str = "hồ sơ"
    by_month: str = ""


def _any(period: Period, *parts: DossierQuerySet) -> DossierQuerySet:
    wanted = Q()
    for part in parts:
        wanted |= Q(pk__in=part.values("pk"))
    return period.dossiers().filter(wanted)


# On time


def _in_time(period: Period) -> int:
    return period.total(*IN_TIME) - period.total(Metric.ASKED_TWICE)


def _on_time_of_finished(period: Period) -> Share:
    return Share(_in_time(period), period.total(*SOLVED) + period.left[(Metric.OVERDUE,)])


def _on_time_of_received(period: Period) -> Share:
    return Share(_in_time(period), period.total(Metric.ACCEPTED) + period.carried_over)


def _late(period: Period) -> DossierQuerySet:
    names = (Metric.SOLVED_LATE, Metric.ASKED_TWICE, Metric.OVERDUE)
    return _any(period, *(period.happened_to(name) for name in names))


# Services and channels


def _services_complete(period: Period) -> Share:
    return Share(sum(each.complete for each in period.services.values()), len(period.services))


def _services_full(period: Period) -> Share:
    full = sum(each.service_level == FULL and each.online for each in period.services.values())
    return Share(full, len(period.services))


def _services_active(period: Period) -> Share:
    with_online = {
        code
        for (code, channel, metric), count in period.happened.items()
        if metric == Metric.ACCEPTED and channel == ONLINE and count > 0
    }
    return Share(len(with_online & period.online_codes), len(period.online_codes))


def _online_of_capable(period: Period) -> Share:
    codes = period.online_codes
    return Share(period.accepted(online=True, codes=codes), period.accepted(online=False, codes=codes))


def _online_of_all(period: Period) -> Share:
    return Share(period.accepted(online=True), period.accepted(online=False))


def _not_online(period: Period) -> DossierQuerySet:
    accepted = period.happened_to(Metric.ACCEPTED).exclude(channel=Channel.ONLINE)
    return accepted.filter(version__procedure__in=period.online_codes)


def _not_online_of_all(period: Period) -> DossierQuerySet:
    return period.happened_to(Metric.ACCEPTED).exclude(channel=Channel.ONLINE)


# Payment


def taken(period: Period) -> DossierQuerySet:
    payments = (
        Payment.objects.standing()
        .filter(
            obligation=OuterRef("obligation"),
            amount__gt=0,
            taken_at__gte=starts(period.first),
            taken_at__lt=after(period.last),
        )
        .exclude(method=Payment.Method.EARLIER)
    )
    return period.dossiers().filter(Exists(payments))


def _cash(period: Period) -> DossierQuerySet:
    """Paid in the period, and nothing of it by transfer."""
    transfers = (
        Payment.objects.standing()
        .filter(
            obligation=OuterRef("obligation"),
            taken_at__gte=starts(period.first),
            taken_at__lt=after(period.last),
        )
        .exclude(method__in=(Payment.Method.CASH, Payment.Method.EARLIER))
    )
    return taken(period).exclude(Exists(transfers))


def _dossiers_paid(period: Period) -> Share:
    paid = period.total(Fact.PAID)
    return Share(paid - period.total(Fact.CASH), paid)


def _services_paid(period: Period) -> Share:
    online: Counter[str] = Counter()
    for (code, _, name), count in period.happened.items():
        online[code] += count * (name == Fact.PAID) - count * (name == Fact.CASH)
    codes = {code for code, count in online.items() if count > 0}
    return Share(len(codes & period.priced_codes), len(period.priced_codes))


# Electronic results and digitised papers


def issued(period: Period) -> DossierQuerySet:
    issued = Result.objects.filter(
        dossier=OuterRef("pk"), issued_at__gte=starts(period.first), issued_at__lt=after(period.last)
    )
    return period.dossiers().filter(Exists(issued))


def _on_paper_only(period: Period) -> DossierQuerySet:
    paper = Result.objects.filter(dossier=OuterRef("pk"), issued_at__isnull=False, file__isnull=True)
    return issued(period).filter(Exists(paper))


def _results_electronic(period: Period) -> Share:
    issued = period.total(Fact.ISSUED)
    return Share(issued - period.total(Fact.PAPER_ONLY), issued)


def _not_digitised(period: Period) -> DossierQuerySet:
    """Accepted in the period with a paper of which the system had no file at its end."""
    end = after(period.last)
    paper = Paper.objects.filter(dossier=OuterRef("pk"), file__isnull=True, added_at__lt=end).filter(
        Q(replaced_at__isnull=True) | Q(replaced_at__gte=end)
    )
    return period.happened_to(Metric.ACCEPTED).filter(Exists(paper))


def _dossiers_digitised(period: Period) -> Share:
    accepted = period.total(Metric.ACCEPTED)
    return Share(accepted - period.total(Fact.NOT_DIGITISED), accepted)


# Satisfaction


def _solved(period: Period) -> DossierQuerySet:
    return _any(period, *(period.happened_to(metric) for metric in SOLVED))


def _dissatisfied(period: Period) -> DossierQuerySet:
    disliked = Rating.objects.filter(
        dossier=OuterRef("pk"), score=Rating.Score.UNSATISFIED, rated_at__lt=after(period.last)
    )
    return _any(period, period.happened_to(Metric.SOLVED_LATE), _solved(period).filter(Exists(disliked)))


def _dossiers_satisfied(period: Period) -> Share:
    solved = period.total(*SOLVED)
    return Share(solved - period.total(Metric.SOLVED_LATE, Fact.DISSATISFIED), solved)


_SERVICE = "thủ tục"
MEASURES: Mapping[str, Measure] = {
    "services_complete": Measure(_services_complete, one=_SERVICE),
    "services_full": Measure(_services_full, one=_SERVICE),
    "services_active": Measure(_services_active, one=_SERVICE),
    "services_paid": Measure(_services_paid, one=_SERVICE),
    "on_time_of_finished": Measure(_on_time_of_finished, _late),
    "on_time_of_received": Measure(_on_time_of_received, _late),
    "dossiers_online_of_capable": Measure(_online_of_capable, _not_online),
    "dossiers_online_of_all": Measure(_online_of_all, _not_online_of_all),
    "dossiers_paid": Measure(
        _dossiers_paid, _cash, by_month="hồ sơ nộp tiền ở hai tháng được tính ở cả hai tháng"
    ),
    "results_electronic": Measure(
        _results_electronic,
        _on_paper_only,
        by_month="hồ sơ có kết quả ban hành ở hai tháng được tính ở cả hai tháng",
    ),
    "dossiers_digitised": Measure(
        _dossiers_digitised,
        _not_digitised,
        by_month="giấy tờ được xét vào cuối tháng tiếp nhận, số hóa sau đó thì không tính lại",
    ),
    "dossiers_satisfied": Measure(_dossiers_satisfied, _dissatisfied),
}
