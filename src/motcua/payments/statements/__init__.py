"""Files of banks and of the post, read line by line: CSV, XLSX, MT940. Nothing is booked here."""

from motcua.payments.statements.reading import Read, credits_in

__all__ = ["Read", "credits_in"]
