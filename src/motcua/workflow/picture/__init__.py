"""The picture of a route: where its boxes stand and how its arrows run. Pure; drawn by a template."""
