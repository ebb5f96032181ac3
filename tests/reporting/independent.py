"""The figures once more, by a plain program over the exported history. It imports nothing of ours: what it
knows is written in docs/reference/history-export.md and docs/reference/index766.md.
"""

import json
from collections import defaultdict
from datetime import datetime

ENDS = ("conclude", "decline", "withdraw", "stop", "lapse")
BACK = ("withdraw", "stop", "lapse")
# Open in an earlier system and handed on to this one: on the books from that day, as carried over.
BROUGHT = ("carry_accepted", "carry_in_progress", "carry_asked", "carry_financial")


class Story:
    """One dossier of the export."""

    def __init__(self, rows):
        self.rows = sorted(rows, key=lambda row: (row["at"], row["id"]))
        self.head = self.rows[-1]
        self.accepted = self.first_day(("accept", "take_in", *BROUGHT))
        self.brought = self.rows[0]["verb"] in BROUGHT
        self.end = None
        self.due_at_end = None
        waiting, due = False, None
        for row in self.rows:
            if self.accepted is None or row["at"][:10] < self.accepted:
                continue
            if row["verb"] in ENDS and self.end is None and self.is_on_books(row):
                self.end, self.due_at_end = row, due
            if row["verb"] in ("ask_supplement", "demand_payment", "carry_asked", "carry_financial"):
                waiting = True
            if row["verb"] in ("supply", "settle_payment"):
                waiting = False
            due = None if waiting else (row["due"] or "")[:10] or None

    def is_on_books(self, row):
        onto = ("accept", "take_in", *BROUGHT)
        return any(each["verb"] in onto and each["id"] < row["id"] for each in self.rows)

    def first_day(self, verbs):
        return next((row["at"][:10] for row in self.rows if row["verb"] in verbs), None)

    @property
    def ended(self):
        return self.end["at"][:10] if self.end else "9999-12-31"

    def asked(self, last):
        asking = ("ask_before", "ask_supplement", "carry_asked", "carry_asked_before")
        return sum(row["verb"] in asking for row in self.rows)

    def kept(self):
        if self.due_at_end is None or self.due_at_end == self.ended:
            return "solved_on_time"
        return "solved_early" if self.ended < self.due_at_end else "solved_late"

    def stands(self, last):
        """in_time, overdue or waiting at the end of a day on which it is on the books."""
        waiting, due = False, None
        for row in self.rows:
            if row["at"][:10] > last:
                break
            waiting = row["after"] in (5, 6)
            due = (row["due"] or "")[:10]
        if waiting:
            return "waiting"
        return "overdue" if due and due < last else "in_time"


def stories(lines):
    by_dossier = defaultdict(list)
    for line in lines:
        row = json.loads(line)
        if row.get("record", "act") == "act":
            by_dossier[row["dossier"]].append(row)
    return [Story(rows) for rows in by_dossier.values()]


def report_06a(lines, first, last, key):
    """{label: figures} of 06a, with the extra columns that 07a needs; `key` names what it is split by."""
    rows = defaultdict(lambda: defaultdict(int))
    for story in stories(lines):
        if story.accepted is None or story.accepted > last or story.ended < first:
            continue
        row = rows[story.head[key]]
        row["received_total"] += 1
        if story.accepted < first or story.brought:
            row["carried_over"] += 1
        elif story.head["channel"] == "online":
            row["received_online"] += 1
        else:
            row["received_direct"] += 1
        if story.ended <= last:
            row["solved_total"] += 1
            row[story.kept()] += 1
            row["given_back"] += story.end["verb"] in BACK
            row["given_back_late"] += story.end["verb"] in BACK and story.kept() == "solved_late"
        else:
            state = story.stands(last)
            row["pending_total"] += 1
            row["waiting"] += state == "waiting"
            row["pending_overdue" if state == "overdue" else "pending_in_time"] += 1
    return rows


def index(lines, first, last):
    """(numerator, denominator) of the components that follow from acts and services alone."""
    lines = list(lines)
    online_services = {
        row["procedure"] for row in map(json.loads, lines) if row.get("record") == "service" and row["online"]
    }
    finished = in_time = overdue = late = 0
    accepted = defaultdict(lambda: [0, 0])
    for story in stories(lines):
        if story.accepted is None:
            continue
        if first <= story.accepted <= last and not story.brought:
            found = accepted[story.head["procedure"]]
            found[0] += story.head["channel"] == "online"
            found[1] += 1
        if first <= story.ended <= last:
            finished += 1
            late += story.kept() == "solved_late"
            in_time += story.kept() != "solved_late" and story.asked(last) < 2
        elif story.accepted <= last < story.ended:
            overdue += story.stands(last) == "overdue"
    capable = [found for code, found in accepted.items() if code in online_services]
    active = sum(found[0] > 0 for found in capable)
    return {
        "on_time": (in_time, finished + overdue),
        "dossiers_online": (sum(found[0] for found in capable), sum(found[1] for found in capable)),
        "services_active": (active, len(online_services)),
        "satisfied": (finished - late, finished),
    }


def records(lines, name):
    found = [json.loads(line) for line in lines]
    return [row for row in found if row.get("record", "act") == name]


def payments(lines, first, last):
    """{agency: figures} of the report of payments."""
    agency = {story.head["dossier"]: story.head["competent_unit"] for story in stories(lines)}
    owed, paid = defaultdict(list), defaultdict(list)
    for row in records(lines, "owed"):
        owed[row["dossier"]].append(row)
    for row in records(lines, "payment"):
        paid[row["dossier"]].append((row["at"][:10], row["amount"], row["method"] == "cash"))
    found = defaultdict(lambda: defaultdict(int))
    for dossier, rows in paid.items():
        figures = found[agency[dossier]]
        came = sorted(row for row in rows if row[1] > 0)
        for month in {day[:7] for day, _, _ in came}:
            day = next(row[0] for row in came if row[0][:7] == month)
            if first <= day <= last:
                figures["paid"] += 1
                figures["online"] += not all(cash for when, _, cash in rows if when[:7] == month)
        for day, amount, cash in came:
            if first <= day <= last:
                figures["money"] += amount
                figures["money_online"] += 0 if cash else amount
        if came and first <= came[0][0] <= last:
            for row in owed[dossier]:
                figures[row["kind"]] += row["amount"]
    return {unit: figures for unit, figures in found.items() if any(figures.values())}


def officers(lines, first, last, now, units=None):
    """{(officer, unit): [done, late, held, overdue]} of the report of the officers' work."""
    found = defaultdict(lambda: [0, 0, 0, 0])
    for row in records(lines, "work"):
        if row["officer"] is None or row["outcome"] == "ended" or (units and row["unit"] not in units):
            continue
        if row["opened"][:10] > last or (row["done"] and row["done"][:10] < first):
            continue
        line = found[row["officer"], row["unit"]]
        if row["done"] and row["done"][:10] <= last:
            line[0] += 1
            line[1] += bool(row["due"]) and row["done"] > row["due"]
        else:
            line[2] += 1
            line[3] += bool(row["due"]) and row["due"][:10] <= last and row["due"] < now
    return dict(found)


def steps(lines, first, last, units=None):
    """{name: [times done, late, seconds it took, seconds it was given]} of the flow of work."""
    found = defaultdict(lambda: [0, 0, 0, 0])
    for row in records(lines, "work"):
        if not row["due"] or not row["done"] or row["outcome"] in ("ended", "recalled"):
            continue
        if first <= row["done"][:10] <= last and (not units or row["unit"] in units):
            opened, due, done = (datetime.fromisoformat(row[key]) for key in ("opened", "due", "done"))
            line = found[row["name"]]
            line[0] += 1
            line[1] += done > due
            line[2] += (done - opened).total_seconds()
            line[3] += (due - opened).total_seconds()
    return dict(found)


def arrivals(lines, first, last):
    """{(weekday, hour): dossiers} of the first filings."""
    found = defaultdict(int)
    for story in stories(lines):
        filed = min(
            (row for row in story.rows if row["verb"] in ("file", "take_in")), key=_order, default=None
        )
        if filed is not None and first <= filed["at"][:10] <= last:
            at = datetime.fromisoformat(filed["at"])
            found[at.isoweekday(), at.hour] += 1
    return dict(found)


def _order(row):
    return row["at"], row["id"]
