"""Sandbox national payment platform: INIT, a page to pay on, callback, QUERY; no money moves.

A separate program. It knows nothing of `motcua`; the two meet over HTTP only.
"""
