"""Sandbox tax office: takes slips, works out what is owed, tells of notices and vouchers; no money moves.

A separate program. It knows nothing of `motcua`; the two meet over HTTP only.
"""
