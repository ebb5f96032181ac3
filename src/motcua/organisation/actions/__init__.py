"""The verbs of this package."""

from motcua.organisation.actions.assign import assign, relieve
from motcua.organisation.actions.calendar import calendar_changed, remove_day, set_day, set_opening_hours
from motcua.organisation.actions.create_officers import DEMO_PASSWORD, create_officers
from motcua.organisation.actions.load_province import load_places, load_province, load_units
from motcua.organisation.actions.reorganise import Heir, reorganise

__all__ = [
    "DEMO_PASSWORD",
    "Heir",
    "assign",
    "calendar_changed",
    "create_officers",
    "load_places",
    "load_province",
    "load_units",
    "relieve",
    "remove_day",
    "reorganise",
    "set_day",
    "set_opening_hours",
]
