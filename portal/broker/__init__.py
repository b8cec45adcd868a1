"""Stand-in for MitID and NemLog-in: an OpenID provider with fictitious people, for development and tests.

A Django project of its own, on its own database. It imports nothing of the portal, and nobody imports it: the
two meet over HTTP alone, as the portal and a real broker do. `environment.py` lists its settings.
"""
