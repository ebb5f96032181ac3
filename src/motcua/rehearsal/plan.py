"""Which walks there are: every case of every shipped procedure, and every other way with one that fits."""

from collections.abc import Sequence
from datetime import date

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file
from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.lib.errors import Refused
from motcua.rehearsal.walk import Task
from motcua.rehearsal.ways import Way, every_way
from motcua.rehearsal.ways.ordinary import WAYS

ORDINARY = WAYS[0]


def tasks(codes: Sequence[str], on: date, ways: Sequence[str] = ()) -> list[Task]:
    """With neither codes nor ways everything; with codes their cases; with ways these ways.

    Raises Refused for a code that is not shipped or not in force on that day, and for a way that does not
    exist or fits none of the procedures.
    """
    specs = _in_force(codes, on)
    cases = [(spec, case) for spec in specs for case in spec.cases if case.examples]
    planned = [(*each, ORDINARY) for each in cases] if codes or not ways else []
    for way in _wanted(ways, all_of_them=not codes):
        planned.append((*_fitting(way, cases), way))
    return [Task(number, spec, case, way) for number, (spec, case, way) in enumerate(planned)]


def _in_force(codes: Sequence[str], on: date) -> list[ProcedureSpec]:
    specs = [spec for path in sorted(SHIPPED.rglob("*.yaml")) if (spec := check_file(path)[1]) is not None]
    in_force = [spec for spec in specs if spec.effective_from <= on <= (spec.effective_to or date.max)]
    unknown = sorted(set(codes) - {spec.code for spec in in_force})
    if unknown:
        raise Refused(f"Không có thủ tục đang hiệu lực mang mã: {', '.join(unknown)}.")
    return [spec for spec in in_force if not codes or spec.code in codes]


def _wanted(keys: Sequence[str], *, all_of_them: bool) -> list[Way]:
    known = {way.key: way for way in every_way() if way.key != ORDINARY.key}
    unknown = sorted(set(keys) - set(known))
    if unknown:
        raise Refused(f"Không có cách đi: {', '.join(unknown)}. Các cách đi: {', '.join(known)}.")
    return [way for key, way in known.items() if key in keys or (all_of_them and not keys)]


def _fitting(way: Way, cases: Sequence[tuple[ProcedureSpec, Case]]) -> tuple[ProcedureSpec, Case]:
    """The case it is walked with: of those that fit, the one with the shortest route."""
    fitting = [(spec, case) for spec, case in cases if way.fits(spec, case)]
    if not fitting:
        raise Refused(f"Không thủ tục nào đi được cách «{way.key}» ({way.title}).")
    return min(fitting, key=lambda pair: len(pair[0].route.steps))
