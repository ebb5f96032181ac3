"""The door for web servers: gunicorn in production, waitress in `./motcua serve`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
application = get_wsgi_application()

# Needs the applications, which are loaded only now.
from motcua.web.steering.visits import keep_flushing  # noqa: E402

keep_flushing()
