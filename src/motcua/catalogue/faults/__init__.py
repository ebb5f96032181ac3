"""What can be wrong with a procedure: one module per part of the file, each yielding findings."""
