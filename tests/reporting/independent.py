"""The figures once more, by a plain program over the exported history. It imports nothing of ours: what it
knows is written in docs/reference/history-export.md and docs/reference/index766.md.
"""

import json
from collections import defaultdict

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
