"""Keeping an hour for somebody, giving it back, reminding, receiving whoever comes."""

from datetime import datetime, time, timedelta

from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.presence import presence_now, waits_at_desk
from motcua.identity.actor import CITIZEN, DESK_OFFICER, SYSTEM_ACTOR, Actor
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.lib.dates import vn_moment
from motcua.lib.errors import Forbidden, Refused
from motcua.lib.ids import Id
from motcua.notifications.actions import tell
from motcua.reception import queries, rules
from motcua.reception.actions.halls import note
from motcua.reception.actions.tickets import take_ticket
from motcua.reception.models import Appointment, Hall, Priority, Ticket

# An hour that began so long ago and whose person did not come is free for nobody any more.
_GRACE = timedelta(hours=1)


def reason_to_come(dossier: Dossier) -> tuple[str, str]:
    """Why somebody comes for this dossier now: purpose and words; empty when nobody has to."""
    wanted = presence_now(dossier)
    if wanted is not None:
        return Appointment.Purpose.APPEAR, wanted.name
    if waits_at_desk(dossier):
        return Appointment.Purpose.COLLECT, ""
    return "", ""


def hall_for(dossier: Dossier) -> Hall | None:
    """Where one comes: the desk that returns the result, before that the desk that received the dossier."""
    return queries.hall_of_unit(dossier.desk_id)


@transaction.atomic
def book(*, actor: Actor, dossier_id: Id, starts_at: datetime) -> Appointment:
    """Keep an hour for a dossier: by its owner or sender, or by its desk for somebody without a telephone.

    Raises Refused when nobody has to come, when the hour is full, past, or outside the opening hours.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("submitter").get(pk=dossier_id)
    at_desk = actor.has(DESK_OFFICER) and dossier.desk_id in actor.units
    if not (dossier.belongs_to(actor) or at_desk):
        raise Forbidden("Hồ sơ này không phải của bạn.", code="not-yours")
    purpose, about = reason_to_come(dossier)
    hall = hall_for(dossier)
    if not purpose or hall is None:
        raise Refused("Lúc này hồ sơ không cần ai đến quầy, nên chưa đặt lịch hẹn.", code="no-need")
    if dossier.appointments.filter(state=Appointment.State.BOOKED).exists():
        raise Refused("Hồ sơ này đã có lịch hẹn. Hãy hủy lịch cũ rồi đặt giờ khác.", code="booked")
    person = dossier.submitter
    return _kept(
        actor,
        hall.pk,
        starts_at,
        Appointment(
            purpose=purpose,
            about=about[:200],
            dossier=dossier,
            person=person,
            name=person.full_name,
            phone=person.phone,
        ),
    )


@transaction.atomic
def book_for(*, actor: Actor, hall_id: int, starts_at: datetime, name: str, phone: str = "") -> Appointment:
    """The desk keeps an hour for somebody who only wants advice, or has no account; a slip is printed."""
    hall = Hall.objects.get(pk=hall_id)
    rules.works_in(actor, hall)
    if not name.strip():
        raise Refused("Hãy ghi họ tên người đến.", field="name")
    wanted = Appointment(
        purpose=Appointment.Purpose.ADVICE, name=name.strip()[:200], phone=phone.strip()[:20]
    )
    return _kept(actor, hall.pk, starts_at, wanted)


def _kept(actor: Actor, hall_id: int, starts_at: datetime, wanted: Appointment) -> Appointment:
    """The first free seat of the slot. The hall is held, so that the last seat goes to one person only."""
    hall = Hall.objects.select_for_update().select_related(None).get(pk=hall_id)
    local = starts_at.astimezone(moment.TZ)
    offered = {slot.starts_at: slot.free for slot in queries.slots(hall, local.date(), moment.now())}
    if local not in offered:
        raise Refused("Giờ này không đặt được: quầy đóng hoặc đã qua.", field="starts_at", code="no-slot")
    taken = set(
        Appointment.objects.booked().filter(hall=hall, starts_at=local).values_list("seat", flat=True)
    )
    if len(taken) >= hall.capacity:
        raise Refused("Giờ này vừa hết chỗ. Mời bạn chọn giờ khác.", field="starts_at", code="full")
    wanted.hall, wanted.starts_at = hall, local
    wanted.seat = next(seat for seat in range(1, hall.capacity + 1) if seat not in taken)
    wanted.booked_at, wanted.booked_by = moment.now(), actor.label
    wanted.save(force_insert=True)
    _note(actor, wanted, "book")
    _tell(wanted, "Đã đặt lịch hẹn", "Bạn đã đặt lịch hẹn")
    return wanted


def _note(actor: Actor, appointment: Appointment, verb: str) -> None:
    note(
        actor,
        appointment.hall,
        verb,
        str(appointment.pk),
        starts_at=appointment.starts_at.astimezone(moment.TZ).isoformat(),
        dossier=str(appointment.dossier_id or ""),
    )


def _tell(appointment: Appointment, title: str, words: str) -> None:
    """A notice to whoever has an inbox; for all others the desk prints a slip."""
    person: Person | None = appointment.person
    if person is None:
        return
    at = vn_moment(appointment.starts_at.astimezone(moment.TZ))
    about = appointment.about or str(Appointment.Purpose(appointment.purpose).label)
    tell(
        kind="appointment",
        title=f"{title}: {at}"[:200],
        body=f"{words} tại {appointment.hall.unit.name} lúc {at}. Việc: {about}.",
        link=f"/ho-so/{appointment.dossier_id}/" if appointment.dossier_id else "",
        person=person,
    )


def _open(actor: Actor, appointment_id: Id) -> Appointment:
    """A booked appointment of one's own, or of the desk one works at; locked."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("hall__unit", "dossier")
    appointment = rows.filter(pk=appointment_id).first()
    if appointment is None:
        raise Refused("Không tìm thấy lịch hẹn này.", code="no-appointment")
    mine = appointment.dossier is not None and appointment.dossier.belongs_to(actor)
    if not (actor.kind == CITIZEN and mine):
        rules.works_in(actor, appointment.hall)
    if appointment.state != Appointment.State.BOOKED:
        raise Refused("Lịch hẹn này không còn hiệu lực.", code="not-booked")
    return appointment


@transaction.atomic
def cancel(*, actor: Actor, appointment_id: Id) -> Appointment:
    """Give the hour back; somebody else can have it at once."""
    appointment = _open(actor, appointment_id)
    _close(appointment, Appointment.State.CANCELLED)
    _note(actor, appointment, "cancel_booking")
    _tell(appointment, "Đã hủy lịch hẹn", "Đã hủy lịch hẹn")
    return appointment


def _close(appointment: Appointment, state: str) -> None:
    appointment.state, appointment.closed_at = state, moment.now()
    appointment.save(update_fields=["state", "closed_at"])


@transaction.atomic
def receive(*, actor: Actor, appointment_id: Id) -> Ticket:
    """The person is here: a number that is called before those without an appointment."""
    appointment = _open(actor, appointment_id)
    rules.works_in(actor, appointment.hall)
    if appointment.starts_at.astimezone(moment.TZ).date() != moment.today():
        raise Refused("Lịch hẹn này không phải của hôm nay.", code="other-day")
    collect = appointment.purpose == Appointment.Purpose.COLLECT
    letters = list(appointment.hall.queues.values_list("letter", flat=True))
    letter = "B" if collect and "B" in letters else letters[0]
    ticket = take_ticket(
        actor=actor, hall_id=appointment.hall_id, letter=letter, priority=Priority.BOOKED.value
    )
    appointment.ticket = ticket
    appointment.save(update_fields=["ticket"])
    _close(appointment, Appointment.State.CAME)
    _note(actor, appointment, "receive_booking")
    return ticket


def remind(*, most: int = 200) -> int:
    """Tell people the day before; close what nobody came to. Run by the worker, safe in several."""
    tomorrow = datetime.combine(moment.today() + timedelta(days=1), time(), moment.TZ)
    due = Appointment.objects.booked().filter(reminded_at=None)
    told = 0
    for pk in list(due.between(tomorrow, tomorrow + timedelta(days=1)).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            rows = Appointment.objects.select_for_update(of=("self",)).select_related("hall__unit", "person")
            appointment = rows.get(pk=pk)
            if appointment.reminded_at is not None or appointment.state != Appointment.State.BOOKED:
                continue
            appointment.reminded_at = moment.now()
            appointment.save(update_fields=["reminded_at"])
            _tell(appointment, "Nhắc lịch hẹn ngày mai", "Ngày mai bạn có lịch hẹn")
            told += 1
    _close_missed(most)
    return told


def _close_missed(most: int) -> None:
    over = Appointment.objects.booked().filter(starts_at__lt=moment.now() - _GRACE)
    for pk in list(over.order_by("starts_at").values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            appointment = (
                Appointment.objects.select_for_update(of=("self",)).select_related("hall").get(pk=pk)
            )
            if appointment.state == Appointment.State.BOOKED:
                _close(appointment, Appointment.State.MISSED)
                _note(SYSTEM_ACTOR, appointment, "miss_booking")
