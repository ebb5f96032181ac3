"""A procedure being written: its parts as forms to fill in, named in words an official knows. Pure."""
