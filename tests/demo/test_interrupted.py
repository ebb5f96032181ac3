"""A load of the demo province that was cut short."""

from datetime import datetime

import pytest
from sandboxes.eidentity.citizens import SHIPPED

from motcua.audit.actions import breaks
from motcua.demo.fates import STATUS_OF
from motcua.demo.load import load, stories
from motcua.demo.people import create_citizens, invented_citizens, read_known
from motcua.dossiers.models import Dossier
from motcua.lib.moment import TZ

UNTIL = datetime(2026, 11, 25, 15, 20, tzinfo=TZ)


def test_an_interrupted_load_goes_on_where_it_stopped(db: None) -> None:
    """Stopped after some acts, it ends with the same dossiers in the same states as one that was not."""
    citizens = invented_citizens(read_known(SHIPPED), count=30)
    create_citizens(citizens)
    numbers = [citizen.personal_id for citizen in citizens]

    class Stopped(Exception):
        pass

    def stop(more: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        load(until=UNTIL, count=4, citizens=numbers, progress=stop)
    begun = Dossier.objects.count()
    loaded = load(until=UNTIL, count=4, citizens=numbers)
    assert 0 < begun <= 4
    assert loaded.refused == ()
    plan = stories(until=UNTIL, count=4, citizens=numbers)
    found = {each.created_at: each.state for each in Dossier.objects.all()}
    assert found == {story.starts: STATUS_OF[story.fate] for story in plan}
    assert not list(breaks())
