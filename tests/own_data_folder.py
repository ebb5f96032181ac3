"""Loaded before everything else (`-p`): every test session and every worker has a data folder of its own."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="motcua-test-")
os.environ["MOTCUA_DATA"] = _FOLDER
os.environ["MOTCUA_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
