"""Who waits at a desk and who has an appointment there: one noun a file."""

from motcua.reception.models.appointment import Appointment, AppointmentQuerySet
from motcua.reception.models.hall import Hall, Queue, Window
from motcua.reception.models.ticket import Priority, Ticket, TicketQuerySet

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "Hall",
    "Priority",
    "Queue",
    "Ticket",
    "TicketQuerySet",
    "Window",
]
