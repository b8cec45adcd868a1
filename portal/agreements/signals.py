"""What this app announces to the floors above; a signal carries no rule.

agreement_concluded(organisation, connection, actor): inside the transaction in which the agreement came into force.
agreement_ended(organisation, actor): inside the transaction in which it ended.
register_changed(cvr, event, actor): a register event of product §1's table was found in a delta.
"""

from django.dispatch import Signal

agreement_concluded = Signal()
agreement_ended = Signal()
register_changed = Signal()
