"""Addresses: `organisation` under /<cvr>/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver

_organisation: list[URLPattern | URLResolver] = []
_public: list[URLPattern | URLResolver] = []

organisation = (_organisation, "rights")
public = (_public, "rights_public")
