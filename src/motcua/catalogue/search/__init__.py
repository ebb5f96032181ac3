"""Finding a procedure by everyday words: one index in memory, the same on every database."""
