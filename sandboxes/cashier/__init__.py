"""What the sandbox gateways have in common: orders, paying and cancelling them, calling back; no money moves.

It knows nothing of `motcua`; the two meet over HTTP only.
"""
