"""The route of a draft as one table: read from a form, shown as rows, looked through for faults. Pure."""
