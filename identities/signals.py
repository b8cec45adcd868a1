"""What this app announces to the floors above; a signal carries no rule.

identity_activated(identity, actor): inside the transaction in which it became active for the first time or
    again.
identities_merged(kept, merged, actor): inside the transaction; `merged` is closed, its rights belong to
    `kept`.
identity_closed(identity, actor): inside the transaction in which it was closed.
last_administrator_left(organisation, actor): inside the transaction; nobody administers the organisation any
    more.
about_person(user) → {identity id: [sentence, …]}: a question. What the floors above hold about this person, by
    identity; for the person's own page.
"""

from django.dispatch import Signal

identity_activated = Signal()
identities_merged = Signal()
identity_closed = Signal()
last_administrator_left = Signal()
about_person = Signal()
