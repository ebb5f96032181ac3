"""Whether a procedure may be published: every fault with its file, line and a plain Vietnamese sentence.

Errors block publication, warnings do not. Numbers marked `unverified` are listed apart («Số liệu cần đối
chiếu»): they are honest, but somebody has to compare them before the province relies on them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from motcua.catalogue import wording
from motcua.catalogue.examples import tried
from motcua.catalogue.faults import cases, children, components, facts, service, tariff
from motcua.catalogue.report import Fault, Finding, Report, error, in_order, path_text
from motcua.catalogue.source import Source, read
from motcua.catalogue.spec import MINUTES_PER_DAY, ProcedureSpec
from motcua.workflow.routes import check_route, path_minutes
from motcua.workflow.spec import MINUTES_PER_HOUR


def check_file(path: Path, *, shown_as: str = "") -> tuple[Report, ProcedureSpec | None]:
    """Everything found in a file, and the procedure itself when the file could be understood at all."""
    return check_source(read(path, shown_as=shown_as), file_name=path.name)


def check_source(source: Source, *, file_name: str = "") -> tuple[Report, ProcedureSpec | None]:
    """The same for a file already read. A `file_name` must be the code of the procedure."""
    found, spec = list(source.findings), None
    if source.data is not None:
        more, spec = check_data(source.data)
        found += more
    if spec is not None and file_name and file_name.removesuffix(".yaml") != spec.code:
        message = f"Tên tệp «{file_name}» phải là mã thủ tục: «{spec.code}.yaml»."
        found.append(error("file-name", ("code",), message))
    return Report(source.file, in_order(source.fault(each) for each in found)), spec


def check_data(data: Any) -> tuple[list[Finding], ProcedureSpec | None]:
    """Everything found in what a file says, and the procedure itself when it could be understood at all."""
    try:
        spec = ProcedureSpec.model_validate(data)
    except ValidationError as failure:
        return list(wording.findings(failure, data, ProcedureSpec)), None
    return list(findings(spec)), spec


def check_spec(spec: ProcedureSpec) -> Report:
    """Everything found in a procedure that has no file."""
    faults = (Fault(f.kind, spec.code, 0, path_text(f.place), f.message, f.code) for f in findings(spec))
    return Report(spec.code, in_order(faults))


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Every legal and structural finding about a procedure."""
    for part in (service, facts, cases, components, tariff, children):
        yield from part.findings(spec)
    for example in tried(spec):
        for failure in example.failures:
            yield error("example-fails", failure.place, failure.sentence)
    yield from _route(spec)
    yield from _unverified(spec)


def _route(spec: ProcedureSpec) -> Iterator[Finding]:
    faults = check_route(spec.route)
    for fault in faults:
        yield error(fault.code, ("route", *fault.path), fault.message)
    if faults:
        return
    needed = path_minutes(spec.route)
    for case in spec.cases:
        allowed = min((term.minutes for term in case.terms), default=needed)
        if needed > allowed:
            yield error(
                "route-longer-than-term",
                ("route",),
                f"Quy trình cần {_hours(needed)} giờ làm việc nhưng thời hạn của trường hợp «{case.name}»"
                f" chỉ chắc chắn có {_hours(allowed)} giờ ({allowed / MINUTES_PER_DAY:.3g} ngày làm việc).",
            )


def _hours(minutes: int) -> str:
    return f"{minutes / MINUTES_PER_HOUR:.4g}".replace(".", ",")


def _unverified(spec: ProcedureSpec) -> Iterator[Finding]:
    for place, part in facts.parts(spec):
        reason = getattr(part, "unverified", "")
        if reason:
            yield Finding("unverified", place, reason, "unverified")
