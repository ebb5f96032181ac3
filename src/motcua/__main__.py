"""`python -m motcua`: what the launcher runs."""

from motcua.cli.main import motcua

motcua(prog_name="./motcua")
