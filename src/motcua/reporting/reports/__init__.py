"""Every report, one file each; a screen, the exports and the rights follow from this list."""

from motcua.reporting.reports import (
    boundary_free,
    first_time_right,
    form_06,
    form_06a,
    form_06b,
    form_07a,
    form_07b,
    late,
    payments,
    post,
    reasons,
    register_07,
    staff,
    tricks,
)
from motcua.reporting.table import ReportKind

REPORTS: dict[str, ReportKind] = {
    kind.name: kind
    for kind in (
        form_06a.REPORT,
        form_06b.REPORT,
        form_06.REPORT,
        form_07a.REPORT,
        form_07b.REPORT,
        register_07.REPORT,
        late.REPORT,
        first_time_right.REPORT,
        boundary_free.REPORT,
        reasons.REPORT,
        payments.REPORT,
        post.REPORT,
        staff.REPORT,
        tricks.REPORT,
    )
}
