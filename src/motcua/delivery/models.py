"""Parcels handed to the public post, and what was told about them. Waiting orders are the queue."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from motcua.lib.ids import Id, uuid7
from motcua.organisation.models import Unit


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def of(self, subject_id: Id) -> "ParcelQuerySet":
        """The parcels of one thing, the latest first."""
        return self.filter(subject_id=subject_id).order_by("-created_at", "-pk")

    def under_way(self) -> "ParcelQuerySet":
        """Ordered or with the post; what came back, arrived or was called off is over."""
        return self.filter(state__in=Parcel.UNDER_WAY)

    def of_units(self, unit_ids: frozenset[str]) -> "ParcelQuerySet":
        return self.filter(unit_id__in=unit_ids).order_by("-created_at", "-pk")

    def to_order(self, at: datetime) -> "ParcelQuerySet":
        """What the carrier is still to be told."""
        waiting = (Parcel.Order.WAITING, Parcel.Order.CANCELLING)
        return self.filter(order__in=waiting, next_try_at__lte=at).order_by("next_try_at")

    def to_ask_about(self, at: datetime) -> "ParcelQuerySet":
        """What the carrier has not called back about for too long."""
        placed = self.under_way().filter(order=Parcel.Order.PLACED)
        return placed.filter(next_try_at__lte=at).order_by("next_try_at")


class Parcel(models.Model):
    """One consignment by the public post (bưu chính công ích, QĐ 45/2016/QĐ-TTg): to whom, where it is.

    `subject_id` is whatever it carries the results of; this package does not know what that is. Postage
    (cước) is the carrier's price; it is neither a fee nor a charge and never enters an obligation.
    """

    class State(models.TextChoices):
        CREATED = "created", "Đã lập đơn, chờ bưu chính nhận"
        POSTED = "posted", "Bưu chính đang chuyển"
        FAILED = "failed", "Giao không thành"
        DELIVERED = "delivered", "Đã giao"
        RETURNED = "returned", "Đã hoàn về nơi gửi"
        CANCELLED = "cancelled", "Đã hủy đơn"

    class Order(models.TextChoices):
        """What the carrier knows of it."""

        BY_HAND = "by-hand", "Ghi tay số hiệu"
        WAITING = "waiting", "Chờ gửi đơn cho bưu chính"
        PLACED = "placed", "Bưu chính đã nhận đơn"
        REFUSED = "refused", "Bưu chính không nhận đơn"
        CANCELLING = "cancelling", "Chờ báo hủy cho bưu chính"
        CANCELLED = "cancelled", "Bưu chính đã hủy đơn"

    class Payer(models.TextChoices):
        RECEIVER = "receiver", "Người nhận trả khi nhận"
        SENDER = "sender", "Cơ quan trả"

    UNDER_WAY = (State.CREATED, State.POSTED, State.FAILED)
    RANK = tuple(State.values)
    """What happened later, where two are told of the same moment."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_id = models.UUIDField(db_index=True)
    reference = models.CharField("mã hồ sơ trên đơn", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="parcels")
    recipient = models.CharField(max_length=200)
    phone = models.CharField(max_length=30)
    address = models.CharField(max_length=300)
    contents = models.CharField(max_length=500)
    postage = models.PositiveIntegerField("cước, đồng", null=True, blank=True)
    payer = models.CharField(max_length=8, choices=Payer.choices)
    number = models.CharField("số hiệu bưu gửi", max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.CREATED)
    state_at = models.DateTimeField()
    order = models.CharField(max_length=10, choices=Order.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "-created_at"], name="parcel_of_unit"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(order__in=("waiting", "cancelling", "placed")),
                name="parcel_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(state__in=("created", "posted", "failed")),
                name="parcel_under_way_once",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="parcel_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.reference} ({self.get_state_display()})"

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY


class ParcelEvent(models.Model):
    """One thing told about a parcel, by the carrier or by the desk; kept as it was told, never changed.

    `key` is the carrier's own id of the event: what is told twice is kept once.
    """

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="events")
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=Parcel.State.choices)
    at = models.DateTimeField("xảy ra lúc")
    heard_at = models.DateTimeField("được báo lúc")
    told_by = models.CharField(max_length=200)
    receiver = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["parcel", "key"], name="parcel_event_once")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%d/%m/%Y %H:%M}"
