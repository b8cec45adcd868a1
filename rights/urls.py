"""Addresses: `organisation` under /<cvr>/, `public` outside any organisation."""

from django.urls import URLPattern, URLResolver, path

from rights import api

_organisation: list[URLPattern | URLResolver] = []
_public: list[URLPattern | URLResolver] = [
    path("oauth2/token", api.Token.as_view(), name="token"),
    path("access/v1/evaluation", api.Evaluation.as_view(), name="evaluation"),
    path("access/v1/evaluations", api.Evaluations.as_view(), name="evaluations"),
    path("access/v1/acting-for", api.ActingFor.as_view(), name="acting_for"),
    path(".well-known/authzen-configuration", api.Metadata.as_view(), name="metadata"),
]

organisation = (_organisation, "rights")
public = (_public, "rights_public")
