from mandates.actions.answering import accept, approve, decline
from mandates.actions.carry_over import assign_carried_over, carry_over
from mandates.actions.confirming import confirm
from mandates.actions.distributing import cancel, distribute_in_bulk, start_again
from mandates.actions.documents import write_document
from mandates.actions.drafts import choose_period, choose_rights, discard, start, start_sub_mandate
from mandates.actions.ending import end_sub_mandate, resume, suspend, waive, withdraw
from mandates.actions.following import end_of_organisation, end_of_person, follow_person, suspend_given
from mandates.actions.renewing import renew, renew_in_bulk
from mandates.actions.renewing_many import _renew as _registered  # noqa: F401 - workers find its kind
from mandates.actions.sending import send

__all__ = [
    "accept",
    "approve",
    "assign_carried_over",
    "cancel",
    "carry_over",
    "choose_period",
    "choose_rights",
    "confirm",
    "decline",
    "discard",
    "distribute_in_bulk",
    "end_of_organisation",
    "end_of_person",
    "end_sub_mandate",
    "follow_person",
    "renew",
    "renew_in_bulk",
    "resume",
    "send",
    "start",
    "start_again",
    "start_sub_mandate",
    "suspend",
    "suspend_given",
    "waive",
    "withdraw",
    "write_document",
]
