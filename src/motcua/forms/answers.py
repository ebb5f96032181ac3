"""The engine of e-forms, in one place to import from: pure, without a request and without a database.

Raw answers (what was typed, kept in a draft) become answers (typed values, kept in a dossier) by `clean_page`
and `clean_all`; `to_raw` goes back. Everything else reads answers and leaves out what is not asked.
"""

from motcua.forms.asking import (
    Answers,
    Facts,
    all_facts,
    pruned,
    visible_fields,
    visible_pages,
)
from motcua.forms.cleaning import Cleaned, clean_all, clean_page
from motcua.forms.examples import example_answers
from motcua.forms.prefill import Prefilled, prefill, with_prefilled
from motcua.forms.raw import Raw, as_raw, change_group, merged, to_raw
from motcua.forms.summary import Line, Section, placeholders, sections, summary
from motcua.forms.values import Lookup

__all__ = [
    "Answers",
    "Cleaned",
    "Facts",
    "Line",
    "Lookup",
    "Prefilled",
    "Raw",
    "Section",
    "all_facts",
    "as_raw",
    "change_group",
    "clean_all",
    "clean_page",
    "example_answers",
    "merged",
    "placeholders",
    "prefill",
    "pruned",
    "sections",
    "summary",
    "to_raw",
    "visible_fields",
    "visible_pages",
    "with_prefilled",
]
