"""What this app announces to the floors above; a signal carries no rule.

agreement_concluded(organisation, connection, actor): inside the transaction in which the agreement came into force.
agreement_ended(organisation, actor): inside the transaction in which it ended.
organisation_set_up(organisation, actor): the set-up wizard was finished; its answers hold from now on.
register_changed(cvr, event, actor): a register event of product §1's table was found in a delta; `event` is a value of
    models.RegisterChange, `facts` what the delta said of it.
administrators_wanted(organisation, former) → list of core.mail.Recipient: a question. Who administers the organisation
    is known above; who must hear of the agreement is known here.
"""

from django.dispatch import Signal

agreement_concluded = Signal()
agreement_ended = Signal()
organisation_set_up = Signal()
register_changed = Signal()
administrators_wanted = Signal()
