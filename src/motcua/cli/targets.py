"""`./motcua targets`: the targets of a month with progress and forecast, and who has none."""

from datetime import datetime
from typing import Any

import click

from motcua.cli.start import data_option, django_ready, fail, json_option, show


@click.command()
@data_option
@json_option
@click.option("--month", type=click.DateTime(formats=["%Y-%m"]), required=True, help="Tháng, ví dụ 2026-11.")
@click.option("--unit", default="", help="Chỉ của đơn vị này và cấp dưới, kể cả cá nhân.")
@click.option("--set-presets", is_flag=True, help="Giao các chỉ tiêu gốc của tỉnh cho tháng này.")
def targets(as_json: bool, month: datetime, unit: str, set_presets: bool) -> None:
    """Chỉ tiêu của một tháng: đạt đến đâu, dự báo cuối kỳ, còn thiếu bao nhiêu hồ sơ, ai chưa được giao."""
    django_ready()
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.lib.errors import Refused
    from motcua.reporting.figures import first_of, last_of
    from motcua.reporting.standings import standing_of, targets_in
    from motcua.reporting.tallies import bring_up_to_date
    from motcua.reporting.targets import set_presets as set_founding

    bring_up_to_date()
    first, last = first_of(month.date()), last_of(month.date())
    try:
        if set_presets:
            set_founding(actor=SYSTEM_ACTOR, first=first, last=last)
        found = [standing_of(each) for each in targets_in(first, last, unit=unit)]
        without = _without(found, first, last, unit)
    except Refused as refused:
        fail(str(refused))
        return
    if as_json:
        show({"targets": [each.plain() for each in found], "without": without})
        return
    for each in found:
        progress = each.progress
        click.echo(
            f"{each.name}: {each.measure.label} {progress.share}, phải đạt {each.target.value}%;"
            f" còn thiếu {progress.missing} {each.measure.one};"
            f" dự báo cuối kỳ {progress.forecast or 'chưa có'}"
        )
    for row in without:
        click.echo(
            f"Chưa giao «{row['label']}»: {len(row['agencies'])} cơ quan, {len(row['people'])} cá nhân"
        )


def _without(found: list[Any], first: Any, last: Any, unit: str) -> list[dict[str, Any]]:
    """For every share that somebody has a target for: the agencies and officers that have none."""
    from motcua.reporting.measures import MEASURES
    from motcua.reporting.standings import without

    rows = []
    for metric in sorted({each.target.metric for each in found}):
        people = without(metric, "person", first, last, unit=unit) if MEASURES[metric].of_people else []
        agencies = without(metric, "agency", first, last, unit=unit)
        rows.append(
            {
                "metric": metric,
                "label": MEASURES[metric].label,
                "agencies": [{"id": key, "name": name} for key, name in agencies],
                "people": [{"id": key, "name": name} for key, name in people],
            }
        )
    return rows
