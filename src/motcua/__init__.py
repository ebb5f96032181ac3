"""Một Cửa: the system with which a Vietnamese province handles administrative procedures."""

__version__ = "0.1.0"
