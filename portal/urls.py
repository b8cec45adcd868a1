"""The roof: every address of the portal. `/<cvr>/…` is an organisation's, the rest belongs to nobody or to a person."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

import portal.web.local_idp.urls as local_idp
import portal.web.login.urls as login
import portal.web.staff.urls as staff
from identities import urls as identities
from mandates import urls as mandates
from migration_flow import urls as migration_flow
from portal.agreements import urls as agreements
from portal.web import urls as web
from rights import urls as rights


class CvrConverter(StringConverter):
    """Eight digits; anything else is no organisation's address."""

    regex = r"\d{8}"


register_converter(CvrConverter, "cvr")

organisation = [
    path("", include(web.organisation)),
    path("aftale/", include(agreements.organisation)),
    path("brugere/", include(identities.organisation)),
    path("rettigheder/", include(rights.organisation)),
    path("fuldmagter/", include(mandates.organisation)),
    path("flytning/", include(migration_flow.organisation)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(web.public)),
    path("", include(login.public)),
    path("", include(local_idp.public)),
    path("", include(staff.public)),
    path("", include(agreements.public)),
    path("", include(identities.public)),
    path("", include(rights.public)),
    path("", include(mandates.public)),
    path("", include(migration_flow.public)),
    path("<cvr:cvr>/", include(organisation)),
]

handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.forbidden"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.web.errors.server_error"
