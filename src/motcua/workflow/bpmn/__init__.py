"""A route as a BPMN 2.0 process: written for other programs, read from their files. Pure."""
