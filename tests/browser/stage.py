"""`python -m tests.browser.stage [day]`: puts people and dossiers for the scenes into a folder just set up.

Prints one line of JSON: ids of dossiers by scene, login names by part. Run by `tests.browser.system`.
With a day, which screenshots have, more people come, so that lists look like those of a working day.
"""

import json
import os
import sys

BIRTH = "1.001193"
COMMUNE = "07894"
TOLD = "9.800001"
OFFICERS = {
    "desk": f"ttpvhcc-{COMMUNE}.desk1",
    "desk2": f"ttpvhcc-{COMMUNE}.head",
    "handler": f"phong-vhxh-{COMMUNE}.handler",
    "head": f"phong-vhxh-{COMMUNE}.head",
    "signer": f"ubnd-{COMMUNE}.signer",
    "clerk": f"vp-{COMMUNE}.clerk",
    "accountant": f"ubnd-{COMMUNE}.accountant",
    "chair": "ubnd-tinh.signer",
    "admin": "vp-ubnd-tinh.admin",
    "admin2": "vp-ubnd-tinh.admin2",
    "inspector": "vp-ubnd-tinh.inspector",
}


def main() -> None:
    day = sys.argv[1] if len(sys.argv) > 1 else ""
    if day:
        from tests.browser.on_a_day import set_clock

        set_clock(day)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    import django

    django.setup()
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.organisation.actions import create_officers
    from tests.browser import scenes

    create_officers(actor=SYSTEM_ACTOR)
    if day:
        scenes.crowd()
    dossiers = scenes.scenes()
    told = {
        "dossiers": dossiers,
        "officers": OFFICERS,
        "examples": scenes.examples(dossiers),
        "numbers": scenes.numbers(dossiers),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
