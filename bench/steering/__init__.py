"""A province-year in bulk, and what steering it costs: `./motcua bench steering --dossiers N`."""
