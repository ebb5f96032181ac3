"""A vendor of electronic receipts, for tests and demonstrations.

Knows nothing of the system that asks for them; speaks `docs/reference/ereceipt.md`.
"""
