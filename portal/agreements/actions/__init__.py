"""The only writers of this app, one file per verb."""

from portal.agreements.actions.answer import (
    ask_for_case_work,
    attach,
    reopen,
    submit,
    take_up,
    withdraw,
    write,
)
from portal.agreements.actions.conclude import name_organisation
from portal.agreements.actions.end import end_due, terminate, undo_termination
from portal.agreements.actions.invite import invite, take_invitation
from portal.agreements.actions.prepare import describe_organisation, name_administrator, present
from portal.agreements.actions.recover import open_recovery, start_recovery
from portal.agreements.actions.register_events import REGISTER, act_on_register
from portal.agreements.actions.settings import change_settings, set_up
from portal.agreements.actions.sign import sign, sign_for_case_work
from portal.agreements.actions.signatures import lapse_old
from portal.agreements.actions.start import start_connection, start_without_register
from portal.agreements.actions.support import approve, ask_applicant, reject, write_to_applicant
from portal.agreements.actions.terms import accept_terms, remind_of_terms, tell_of_terms

__all__ = [
    "REGISTER", "accept_terms", "act_on_register", "approve", "ask_applicant", "ask_for_case_work", "attach",
    "change_settings", "describe_organisation", "end_due", "invite", "lapse_old", "name_administrator",
    "name_organisation", "open_recovery", "present", "reject", "remind_of_terms", "reopen", "set_up", "sign",
    "sign_for_case_work", "start_connection", "start_recovery", "start_without_register", "submit", "take_invitation",
    "take_up", "tell_of_terms", "terminate", "undo_termination", "withdraw", "write", "write_to_applicant",
]  # fmt: skip
