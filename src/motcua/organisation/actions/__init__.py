"""The verbs of this package."""

from motcua.organisation.actions.absence import be_away, be_back
from motcua.organisation.actions.assign import assign, relieve
from motcua.organisation.actions.calendar import calendar_changed, remove_day, set_day, set_opening_hours
from motcua.organisation.actions.create_officers import DEMO_PASSWORD, create_officers
from motcua.organisation.actions.load_province import load_places, load_province, load_units
from motcua.organisation.actions.posts import (
    change_post,
    create_post,
    end_signing,
    let_sign,
    list_on_board,
)
from motcua.organisation.actions.reorganise import Heir, reorganise
from motcua.organisation.actions.stand_in import end_stand_in, stand_in

__all__ = [
    "DEMO_PASSWORD",
    "Heir",
    "assign",
    "be_away",
    "be_back",
    "calendar_changed",
    "change_post",
    "create_officers",
    "create_post",
    "end_signing",
    "end_stand_in",
    "let_sign",
    "list_on_board",
    "load_places",
    "load_province",
    "load_units",
    "relieve",
    "remove_day",
    "reorganise",
    "set_day",
    "set_opening_hours",
    "stand_in",
]
