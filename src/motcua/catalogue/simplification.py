"""Rà soát, đơn giản hóa: proposals to cut a paper, a step, days or money, and what became of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, Sum

from motcua.lib.ids import uuid7
from motcua.lib.money import percent, ratio

MINUTES_PER_HOUR = 60


class Cut(models.TextChoices):
    """What is to be cut."""

    COMPONENT = "component", "Bớt thành phần hồ sơ"
    STEP = "step", "Bớt bước, bớt nơi phải qua"
    DAYS = "days", "Rút ngắn thời hạn"
    FEE = "fee", "Giảm phí, lệ phí"
    OTHER = "other", "Cách khác"


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", "Đề xuất"
    CONSIDERED = "considered", "Đang xem xét"
    APPROVED = "approved", "Đã phê duyệt, chờ thực hiện"
    DONE = "done", "Đã thực hiện"
    REJECTED = "rejected", "Không chấp nhận"


# Verb: from which states, to which. Nothing else changes a state (`motcua.catalogue.actions.simplify`).
MOVES = {
    "consider": (frozenset({ProposalState.PROPOSED}), ProposalState.CONSIDERED),
    "approve": (frozenset({ProposalState.CONSIDERED}), ProposalState.APPROVED),
    "reject": (frozenset({ProposalState.PROPOSED, ProposalState.CONSIDERED}), ProposalState.REJECTED),
    "carry_out": (frozenset({ProposalState.APPROVED}), ProposalState.DONE),
}
_AGREED = (ProposalState.APPROVED, ProposalState.DONE)


@dataclass(frozen=True, slots=True)
class Simplified:
    """Of the procedures with an approved plan, those of which every approved cut has been carried out."""

    done: int
    planned: int

    def __str__(self) -> str:
        return ratio(self.done, self.planned)


@dataclass(frozen=True, slots=True)
class Saving:
    """What people save in a year, in minutes of their time and in đồng."""

    minutes: int
    dong: int


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Reads of proposals."""

    def agreed(self) -> "ProposalQuerySet":
        """Approved, carried out or not yet: what everybody may read."""
        return self.filter(state__in=_AGREED)

    def in_state(self, state: str) -> "ProposalQuerySet":
        """In one state; in any without one."""
        return self.filter(state=state) if state else self

    def newest_first(self) -> "ProposalQuerySet":
        return self.order_by("-proposed_at", "-pk")

    def counts(self) -> dict[str, int]:
        """How many in each state that occurs."""
        return dict(self.values_list("state").annotate(number=Count("pk")).order_by())

    def simplified(self) -> Simplified:
        """Counted by procedure: a plan with one cut still open is not carried out."""
        planned = self.agreed().values("procedure").distinct()
        waiting = self.filter(state=ProposalState.APPROVED).values("procedure")
        done = self.filter(state=ProposalState.DONE).exclude(procedure__in=waiting)
        return Simplified(done.values("procedure").distinct().count(), planned.count())

    def register(self) -> dict[str, Any]:
        """The counts of the whole register, for programs; the share with what it was computed from."""
        share, saved = self.simplified(), self.agreed().saving()
        exact = percent(share.done, share.planned)
        counts = self.counts()
        return {
            "counts": {state: counts.get(state, 0) for state in ProposalState.values},
            "simplified": {
                "numerator": share.done,
                "denominator": share.planned,
                "percent": None if exact is None else float(exact),
                "words": str(share),
            },
            "saving_of_approved": {"minutes_yearly": saved.minutes, "dong_yearly": saved.dong},
        }

    def saving(self) -> Saving:
        """Of all of them together."""
        sums = self.aggregate(
            minutes=Sum(F("yearly") * F("minutes"), output_field=models.BigIntegerField()),
            dong=Sum(F("yearly") * F("dong"), output_field=models.BigIntegerField()),
        )
        return Saving(sums["minutes"] or 0, sums["dong"] or 0)


class Proposal(models.Model):
    """One proposal. `minutes` and `dong`: saved in one dossier; `yearly`: so many dossiers a year.

    Every change of its state stands in the record of acts, which nobody can change; here is only the present.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    procedure = models.ForeignKey("catalogue.Procedure", models.PROTECT, related_name="proposals")
    cut = models.CharField(max_length=9, choices=Cut)
    what = models.CharField(max_length=300)
    reason = models.TextField()
    yearly = models.PositiveIntegerField()
    yearly_source = models.CharField(max_length=200)
    # Big, so that the product with `yearly` is one too on PostgreSQL.
    minutes = models.PositiveBigIntegerField(default=0)
    dong = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    proposer_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    version = models.ForeignKey("catalogue.Version", models.PROTECT, null=True, related_name="proposals")
    done_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-proposed_at"], name="proposal_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="proposal_agreed_by_decision",
                condition=~models.Q(state__in=["approved", "done"]) | ~models.Q(decision=""),
            ),
            models.CheckConstraint(
                name="proposal_done_by_version",
                condition=models.Q(state="done", version__isnull=False)
                | (~models.Q(state="done") & models.Q(version__isnull=True)),
            ),
            models.CheckConstraint(
                name="proposal_refused_with_answer",
                condition=~models.Q(state="rejected") | ~models.Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.what}"

    def open_verbs(self) -> tuple[str, ...]:
        """What may happen to it now."""
        return tuple(verb for verb, (before, _) in MOVES.items() if self.state in before)

    @property
    def saving(self) -> Saving:
        """What people save in a year by this one."""
        return Saving(self.yearly * self.minutes, self.yearly * self.dong)

    def plain(self) -> dict[str, Any]:
        """For programs. What it saves stands beside what it was computed from."""
        return {
            "id": str(self.pk),
            "procedure": self.procedure_id,
            "cut": self.cut,
            "what": self.what,
            "reason": self.reason,
            "state": self.state,
            "state_words": self.get_state_display(),
            "proposed_at": self.proposed_at.isoformat(),
            "proposed_by": self.proposed_by,
            "yearly": self.yearly,
            "yearly_source": self.yearly_source,
            "minutes": self.minutes,
            "dong": self.dong,
            "minutes_yearly": self.saving.minutes,
            "dong_yearly": self.saving.dong,
            "decision": self.decision,
            "decided_on": self.decided_on.isoformat() if self.decided_on else None,
            "decided_by": self.decided_by,
            "answer": self.answer,
            "version": self.version.number if self.version is not None else None,
        }

    @property
    def decision_words(self) -> str:
        """Number and day: «12/QĐ-UBND ngày 01/12/2026»."""
        day: date | None = self.decided_on
        return f"{self.decision} ngày {day:%d/%m/%Y}" if self.decision and day else self.decision
