"""Sandbox bank: reads a VietQR code, pretends to transfer, tells the owner of the account; no money moves.

A separate program. It knows nothing of `motcua`; the two meet over HTTP only.
"""
