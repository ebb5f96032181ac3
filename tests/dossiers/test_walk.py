"""Every shipped procedure, every case, from filing to hand-over."""

import pytest

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel
from tests.cast import Cast

WALKS = [
    pytest.param(path, case.key, id=f"{path.stem}-{case.key}")
    for path in sorted(SHIPPED.rglob("*.yaml"))
    if (spec := check_file(path)[1]) is not None
    for case in spec.cases
]


@pytest.mark.parametrize(("path", "case_key"), WALKS)
def test_the_case_goes_from_filing_to_hand_over(cast: Cast, path: object, case_key: str) -> None:
    version = cast.version(path.stem)  # type: ignore[attr-defined]
    spec = version.spec
    case = spec.case(case_key)
    assert case is not None
    for example in case.examples:
        channel = Channel.ONLINE if Channel.ONLINE in spec.channels else Channel.COUNTER
        dossier = cast.handed_over(spec.code, case=case, example=example, channel=channel)
        assert dossier.case_key == case_key
        assert dossier.state == Status.RETURNED
        assert dossier.code is not None
        verbs = [movement.verb for movement in dossier.movements.all()]
        assert verbs[0] in {"file", "take_in"}
        assert verbs[-1] == "hand_over"
        assert not dossier.open_items()
        for result in dossier.results.all():
            assert result.issued_at is not None
            assert result.delivered_at is not None
