"""The desk's own writers: access, search and look-ups. What changes an organisation is the apps' own."""

from portal.web.support.actions.access import end_access, extend_access, open_access
from portal.web.support.actions.helping import end_sessions, run_again
from portal.web.support.actions.looking import look_up, note_agreement_case, search

__all__ = [
    "end_access",
    "end_sessions",
    "extend_access",
    "look_up",
    "note_agreement_case",
    "open_access",
    "run_again",
    "search",
]
