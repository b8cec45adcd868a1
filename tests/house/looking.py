"""Where each page of the world stands, and who may look at it."""

import itertools
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from tests.house.routes import OURS, Route
from tests.house.world import World

# What is asked for by GET and is no page of the portal's: files, answers to programs, redirects.
NO_PAGE = re.compile(
    r"^(rights_public:(token|evaluations?|acting_for|grants?|privileges|subjects|metadata)|.*:api_|.*openapi|api:"
    r"|front:(health|was|letter|mailbox|language)|login:(start|callback|log_out|end_)|.*:(pdf|document|invoice|own_data"
    r"|.*_errors|.*_file$|(letter|answers_down)$|review_file|attachment|export|job_part))"
)
ROOMS = {"front": "web", "login": "web", "web": "web", "agreements_public": "agreements", "identities_public": "identities",
         "rights_public": "rights"}  # fmt: skip
MOST_TRIES = 300
WHO = {"front": ("anne", "nobody"), "login": ("anne", "nobody"), "agreements_public": ("anna", "nobody"), "migration_flow": ("anne", "bo", "mona"),
       "migration_flow_public": ("anna", "anne"),
       "identities_public": ("anne", "olga", "nobody"), "rights_public": ("owen", "anne")}  # fmt: skip


@dataclass
class Seen:
    route: Route
    who: str
    address: str
    response: Any

    @property
    def text(self) -> str:
        return self.response.content.decode()


def room(route: Route) -> str:
    space = route.name.partition(":")[0]
    return ROOMS.get(space, space)


def pages(*rooms: str) -> list[Route]:
    """Every address that shows a page, in these rooms (all without any)."""
    shown = [each for each in OURS if not NO_PAGE.match(each.name) and _answers_get(each)]
    return [each for each in shown if not rooms or room(each) in rooms]


def _answers_get(route: Route) -> bool:
    view = route.view_class
    return view is None or (hasattr(view, "get") and "get" in view.http_method_names)


def look(world: World, route: Route) -> Seen | None:
    """The page as the first of the world's people sees it who is let in with the first thing that has it."""
    for who, address in _tries(world, route):
        response = world.clients[who].get(address)
        if response.status_code == 200:
            world.found[route.pattern] = (who, address)
            return Seen(route, who, address, response)
    return None


def _tries(world: World, route: Route) -> Iterator[tuple[str, str]]:
    if route.pattern in world.found:
        yield world.found[route.pattern]
        return
    for address in itertools.islice(addresses(world, route), MOST_TRIES):
        for who in WHO.get(route.name.partition(":")[0], ("anne", "bo")):
            yield who, address


def addresses(world: World, route: Route) -> Iterator[str]:
    parts = re.findall(r"<(\w+):(\w+)>", route.pattern)
    found = [list(_values(world, route, kind, name)) for kind, name in parts]
    for values in itertools.product(*found):
        path = route.pattern
        for (kind, name), value in zip(parts, values, strict=True):
            path = path.replace(f"<{kind}:{name}>", str(value))
        yield "/" + path


def _values(world: World, route: Route, kind: str, name: str) -> Iterator[Any]:
    if kind == "cvr":
        yield from ("99000015", "99000066") if route.name.startswith("migration_flow") else ("99000015",)
    elif name == "token":
        yield from world.tokens.get(route.name.partition(":")[2], ["intet"])
    elif name == "role":
        yield from ("user_administrator", "rights_administrator")
    elif name == "item":
        yield from ("employee", "administrator", "right", "mandate")
    elif name == "slug":
        yield "tilslut"
    elif name == "batch":
        yield 1
    elif name in ("client", "number"):
        yield from ("99000023", "99000058")
    else:
        yield from _keys(route, name)


# Address (its beginning) → what its id is an id of, where the page's own `model` does not say.
OF = {
    "agreements_public:": "agreements.Connection", "identities_public:code_choice": "identities.Activation",
    "identities_public:request_access": "agreements.Organisation",
    "identities_public:withdraw_access": "identities.AccessRequest",
    "identities_public:report_lost": "identities.Authenticator", "identities_public:": "identities.Identity",
    "identities:upload": "identities.Upload", "rights_public:change_right": "rights.Right",
    "rights_public:change_policy": "rights.Right", "rights_public:retire_right": "rights.Right",
    "rights_public:renew_secret": "rights.ServiceClient", "rights_public:close_client": "rights.ServiceClient",
    "rights_public:": "rights.ITSystem", "rights:right": "rights.Right", "rights:give_many": "rights.Right",
    "rights:group": "rights.Group", "rights:add_members": "rights.Group", "rights:remove_members": "rights.Group",
    "rights:choose_group": "rights.Group", "rights:choose": "identities.Identity", "mandates:client_group": "rights.ClientGroup",
    "mandates:add_clients": "rights.ClientGroup", "mandates:remove_clients": "rights.ClientGroup",
    "migration_flow:rehearsal": "core.Job", "web:job": "core.Job", "front:case": "web.Case",
    "web:succession": "agreements.Succession",
}  # fmt: skip
OTHERS = {"kept": "identities.Identity", "right": "rights.Right", "identity": "identities.Identity",
          "attachment": "agreements.Attachment"}  # fmt: skip


def _keys(route: Route, name: str) -> Iterator[Any]:
    """Ids of what the address is about."""
    own = getattr(route.view_class, "model", None)
    told = OTHERS.get(name) or next((OF[each] for each in OF if route.name.startswith(each)), None)
    model = apps.get_model(told) if told else own
    if model is not None:
        yield from _rows(model)


def _rows(model: type[models.Model]) -> list[Any]:
    rows = model._default_manager.all()
    rows = rows.across_organisations("test") if hasattr(rows, "across_organisations") else rows
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:25])
    return [key for key in keys if isinstance(key, uuid.UUID | int)]
