"""Benchmarks: how long pages and acts take, and whether that grows with the archive."""
