"""What every part of a procedure file is made of: its base, and the texts and keys it may hold."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# NĐ 61/2018 Điều 26 and the national catalogue: with or without the suffix of the province.
CODE_PATTERN = r"^\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?$"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
# As long as the columns that keep a fee line, a name of a procedure and a printed result allow.
Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=250)]
LongName = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=500)]
Basis = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=200)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Amount = Annotated[int, Field(ge=0, le=10_000_000_000)]
Channel = Literal["counter", "online", "post"]


class Part(BaseModel):
    """Base of everything in a procedure file: never changed after reading, no unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_alias=True, validate_by_name=True, serialize_by_alias=True
    )
