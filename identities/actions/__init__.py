"""The only writers of this app, one file per verb."""

from identities.actions.access_requests import (
    approve_access_request,
    forget_access_requests,
    reject_access_request,
    request_access,
    withdraw_access_request,
)
from identities.actions.activate import AlreadyHere, activate, activate_by_local_idp
from identities.actions.appoint import appoint_first_administrator
from identities.actions.asking import choose_asking
from identities.actions.automatic import make_ordinary, recognise_owner, stop_automatic
from identities.actions.billing import set_invoice_channel
from identities.actions.claim import (
    ask_for_merge,
    claim,
    confirm_claims,
    enter_code,
    reject_claim,
    report_wrong_person,
)
from identities.actions.consent import (
    accept_consent,
    allow_private_mitid,
    disallow_private_mitid,
    withdraw_consent,
)
from identities.actions.create import create_identity
from identities.actions.crediting import answer_credit_note
from identities.actions.dates import end_due, remind_waiting, start_due
from identities.actions.dedicated import new_phone, order_authenticator, report_lost, stop_authenticator
from identities.actions.edit import edit, set_pseudonym
from identities.actions.enrol import enrol
from identities.actions.export import export_identities
from identities.actions.four_eyes import answer_stop, propose_stop
from identities.actions.idempotency import forget_keys
from identities.actions.invoicing import close_usage, final_invoice, send_invoices
from identities.actions.life import close, reopen, resume, schedule, suspend
from identities.actions.local_idp import (
    add_statement,
    note_test,
    remove_local_idp,
    save_local_idp,
    secret_of,
    submit_local_idp,
)
from identities.actions.local_idp_approval import answer_local_idp, lapse_due, remind_of_lapse
from identities.actions.local_people import connect_to_local_idp
from identities.actions.merge import merge
from identities.actions.moved import insert_moved, order_activations
from identities.actions.order import PriceRose, make_code, resend, send_activation, withdraw_activation
from identities.actions.privacy import export_own_data, pseudonymise_due, reveal_cpr, reveal_cpr_to_support
from identities.actions.proofing import proof, proof_by_support
from identities.actions.recount import Recounted, recount
from identities.actions.roles import (
    assign_roles,
    decide_role_request,
    remove_role,
    request_role,
    resign_role,
    withdraw_role_request,
)
from identities.actions.selection import start_selection
from identities.actions.support import correct_email, resend_by_support, restart_activation
from identities.actions.upload_job import make_lines
from identities.actions.uploads import discard_upload, read_upload, start_upload, try_upload
from identities.actions.using import note_use

__all__ = [
    "AlreadyHere", "PriceRose", "Recounted", "accept_consent", "activate", "activate_by_local_idp",
    "add_statement", "allow_private_mitid", "answer_credit_note", "answer_local_idp", "answer_stop",
    "appoint_first_administrator", "approve_access_request", "ask_for_merge", "assign_roles",
    "choose_asking", "claim", "close", "close_usage", "confirm_claims", "connect_to_local_idp",
    "correct_email", "create_identity", "decide_role_request", "disallow_private_mitid", "discard_upload",
    "edit", "end_due", "enrol", "enter_code", "export_identities", "export_own_data", "final_invoice",
    "forget_access_requests", "forget_keys", "insert_moved", "lapse_due", "make_code", "make_lines",
    "make_ordinary", "merge", "new_phone", "note_test", "note_use", "order_activations",
    "order_authenticator", "proof", "proof_by_support", "propose_stop", "pseudonymise_due", "read_upload",
    "recognise_owner", "recount", "reject_access_request", "reject_claim", "remind_of_lapse",
    "remind_waiting", "remove_local_idp", "remove_role", "reopen", "report_lost", "report_wrong_person",
    "request_access", "request_role", "resend", "resend_by_support", "resign_role", "restart_activation",
    "resume", "reveal_cpr", "reveal_cpr_to_support", "save_local_idp", "schedule", "secret_of", "send_activation",
    "send_invoices", "set_invoice_channel", "set_pseudonym", "start_due", "start_selection", "start_upload",
    "stop_authenticator", "stop_automatic", "submit_local_idp", "suspend", "try_upload",
    "withdraw_access_request", "withdraw_activation", "withdraw_consent", "withdraw_role_request",
]  # fmt: skip
