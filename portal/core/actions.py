"""An action is the only thing that changes the world.

It checks the actor's permission and assurance level, runs in one transaction, and must leave a trace.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from portal.core import trace
from portal.core.actors import Actor
from portal.core.permissions import Permission

R = TypeVar("R")


class RuleBroken(Exception):
    """The world does not allow this now. The message is the sentence the user reads."""


class Stale(RuleBroken):
    """Somebody else changed the thing since it was shown (409 in the API)."""


def action(permission: Permission) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a keyword-only function `(*, actor, …)` an action that needs `permission`."""

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        name = f"{function.__module__}.{function.__qualname__}"

        @functools.wraps(function)
        def run(*, actor: Actor, **kwargs: Any) -> R:
            actor.require(permission)
            with transaction.atomic(), trace.collecting(name):
                return function(actor=actor, **kwargs)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate
