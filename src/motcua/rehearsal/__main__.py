"""`python -m motcua.rehearsal`: bring an empty database to where a rehearsal begins."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
django.setup()

from motcua.config.running import set_up  # noqa: E402
from motcua.identity.actor import SYSTEM_ACTOR  # noqa: E402
from motcua.organisation.actions import create_officers  # noqa: E402

for _ in set_up():
    pass
create_officers(actor=SYSTEM_ACTOR)
