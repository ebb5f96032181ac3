"""The JSON Schema of a procedure file, made from the models that read it."""

import json

from motcua.catalogue.spec import ProcedureSpec


def schema_text() -> str:
    """The schema as JSON text, always in the same order."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ProcedureSpec.model_json_schema(by_alias=True),
        "title": "Tệp thủ tục của Một Cửa",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
