"""Rows as text for COPY, made once for a life and filled for each dossier that lives it.

A template is a Python format: fixed text with its percent signs doubled, and `Slot`s for what differs.
"""

import json
from datetime import date, datetime
from typing import Any

from django.apps import apps

NULL = r"\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "%": "%%"})


class Slot(str):
    """What is filled in for each dossier: `Slot("x")` becomes `%(x)s`."""

    __slots__ = ()


class Made(str):
    """A piece of a template that is ready: written as it is."""

    __slots__ = ()


def cell(value: Any) -> str:
    """One value, fixed or a slot."""
    if isinstance(value, Made):
        return value
    if isinstance(value, Slot):
        return f"%({value})s"
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return (value.isoformat() if isinstance(value, date) else str(value)).translate(_ESCAPES)


class Table:
    """A table rows are copied into: its columns, and what stands in those that a row does not name."""

    def __init__(self, label: str, *columns: str, **fixed: Any) -> None:
        self.label = label
        self.columns = (*columns, *fixed)
        self._named = frozenset(columns)
        self._given = len(columns)
        self._tail = "".join("\t" + cell(value) for value in fixed.values())

    @property
    def name(self) -> str:
        """The name of the table in the database."""
        return str(apps.get_model(self.label)._meta.db_table)

    def row(self, **values: Any) -> str:
        """One line of a template."""
        if len(values) != self._given or not self._named.issuperset(values):
            raise ValueError(f"{self.label}: {sorted(self._named ^ set(values))}")
        return "\t".join([cell(values[name]) for name in self.columns[: self._given]]) + self._tail + "\n"


DOSSIER = Table(
    "dossiers.Dossier",
    *("id", "temporary_number", "code", "version_id", "case_key", "status", "channel", "submitter_id"),
    *("owner_id", "receiving_unit_id", "competent_unit_id", "return_unit_id", "return_method", "answers"),
    *("values", "created_at", "touched_at", "acted_at", "alarm_at", "filed_at", "acceptance_due_at"),
    *("accepted_at", "outside_boundary", "clock_from", "due_at", "term", "extended_to", "supplement_until"),
    *("supplement_count", "finished_at", "returned_at", "obligation_id", "search_text"),
    assisted=False,
    return_address="",
    child_key="",
    chosen_place="",
    raw={},
    draft_version=1,
    fee_groups=[],
    late_ground="",
    old_code="",
)
MOVEMENT = Table(
    "dossiers.Movement",
    *("id", "dossier_id", "at", "verb", "before", "after", "clock", "actor", "user_id", "unit_id"),
    *("channel", "reason", "details", "due_at"),
)
WORK = Table(
    "dossiers.WorkItem",
    *("id", "dossier_id", "kind", "step_key", "name", "role", "unit_id", "assignee_id", "opened_at"),
    *("due_at", "paused_at", "taken_at", "done_at", "done_by", "outcome"),
    note="",
    reminders=0,
)
SUPPLEMENT = Table(
    "dossiers.Supplement",
    *("id", "dossier_id", "number", "asked_at", "asked_by", "until", "notice_late", "overridden"),
    "answered_at",
    note="",
)
SUPPLEMENT_ITEM = Table(
    "dossiers.SupplementItem",
    *("id", "supplement_id", "key", "name", "answered_at"),
    kind="component",
    reason_key="blurred",
    reason="Ảnh mờ, không đọc được chữ",
    hint="",
    legal_ground="",
)
PAPER = Table(
    "dossiers.Paper",
    *("id", "dossier_id", "component_key", "name", "file_id", "originals", "verdict", "added_at"),
    *("added_by",),
    copies=0,
    remark="",
    digitised_by="",
    store_code="",
)
CUSTODY = Table(
    "dossiers.Custody", "id", "dossier_id", "holder_id", "person", "since", "due_at", what="papers"
)
RESULT = Table(
    "dossiers.Result",
    *("id", "dossier_id", "key", "name", "code", "is_refusal", "number", "drafted_by", "drafted_at"),
    *("signed_by", "signer_id", "signed_at", "issued_at", "file_id", "delivered_at", "receiver"),
    body=[],
)
RATING = Table("feedback.Rating", "dossier_id", "score", "rated_at", reason="")
OBLIGATION = Table(
    "payments.Obligation", "id", "state", "unit_id", "payer", "amount", "determined_at", "cancelled_at"
)
LINE = Table(
    "payments.Line",
    *("obligation_id", "kind", "key", "name", "amount", "timing", "basis"),
    explanation=[],
    refundable=True,
)
ENTRY = Table(
    "payments.JournalEntry",
    *("id", "key", "kind", "at", "day", "obligation_id", "unit_id", "actor", "user_id"),
    text="",
)
POSTING = Table("payments.Posting", "entry_id", "book", "obligation_id", "amount", place="")
PAYMENT = Table(
    "payments.Payment",
    *("id", "obligation_id", "amount", "settled", "asked", "method", "taken_at", "taken_by", "entry_id"),
    "told_at",
    reference="",
)
PERSON = Table(
    "identity.Person",
    *("id", "personal_id", "full_name", "residence", "residence_unit", "search_text", "created_at"),
    birth_date="",
    sex="",
    phone="",
    email="",
    assurance=2,
    digital_citizen=False,
)
TABLES = (
    *(DOSSIER, MOVEMENT, WORK, SUPPLEMENT, SUPPLEMENT_ITEM, PAPER, CUSTODY, RESULT, RATING),
    *(OBLIGATION, LINE, ENTRY, POSTING, PAYMENT),
)
