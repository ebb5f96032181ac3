"""Sandbox redirect gateway: a signed address, a page to pay on, notification, query; no money moves.

A separate program. It knows nothing of `motcua`; the two meet over HTTP only.
"""
