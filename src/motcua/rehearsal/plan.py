"""Which walks there are: every case of every shipped procedure, or of those asked for."""

from collections.abc import Sequence
from datetime import date

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file
from motcua.lib.errors import Refused
from motcua.rehearsal.walk import Task


def tasks(codes: Sequence[str], on: date) -> list[Task]:
    """All walks, by procedure. Raises Refused for a code that is not shipped or not in force on that day."""
    specs = [spec for path in sorted(SHIPPED.rglob("*.yaml")) if (spec := check_file(path)[1]) is not None]
    in_force = [spec for spec in specs if spec.effective_from <= on <= (spec.effective_to or date.max)]
    unknown = sorted(set(codes) - {spec.code for spec in in_force})
    if unknown:
        raise Refused(f"Không có thủ tục đang hiệu lực mang mã: {', '.join(unknown)}.")
    wanted = [spec for spec in in_force if not codes or spec.code in codes]
    cases = [(spec, case) for spec in wanted for case in spec.cases if case.examples]
    return [Task(number, spec, case) for number, (spec, case) in enumerate(cases)]
