"""The catalogue as open data: one shape for what can be filed here and for what is only told of."""
