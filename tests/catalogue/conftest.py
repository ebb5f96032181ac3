"""The run loads every shipped procedure once; tests of the catalogue itself begin with an empty one."""

import pytest

from motcua.catalogue.models import Content, Field, Procedure, Version


@pytest.fixture
def empty_catalogue(db: None) -> None:
    for model in (Version, Content, Procedure, Field):
        model.objects.all().delete()
