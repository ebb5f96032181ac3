"""Sandbox e-identity server: a real OpenID Connect provider with invented citizens, in place of VNeID.

A separate program. It knows nothing of `motcua`; the two meet over HTTP only.
"""
