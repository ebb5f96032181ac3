"""Sandbox postal carrier: takes orders, moves them along, calls back; no letter ever leaves it.

A separate program. It knows nothing of `motcua`; the two meet over HTTP only.
"""
