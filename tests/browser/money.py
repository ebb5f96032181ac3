"""`python -m tests.browser.money DOSSIER [DONG]`: the bank tells the running system that money has come."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    import django

    django.setup()
    from motcua.payments.models import Obligation
    from tests.payments.account import pay

    dossier, amount = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None
    pay(Obligation.objects.get(dossier=dossier), amount, key=f"FT-{dossier}-{amount}")


if __name__ == "__main__":
    main()
