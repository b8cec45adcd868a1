"""What a delivery brings to companies that are deciding just now: new things are asked about, answers are kept."""

from django.db import connection

from migration_flow.models import Delivery, Move

_TOUCHED = """
SELECT DISTINCT cvr FROM migration_flow_move WHERE state = 'deciding' AND cvr IN (
    SELECT cvr FROM migration_flow_legacyemployee WHERE delivery = %(delivery)s
    UNION SELECT cvr FROM migration_flow_legacyright WHERE delivery = %(delivery)s
    UNION SELECT cvr FROM migration_flow_legacyadministrator WHERE delivery = %(delivery)s
    UNION SELECT cvr FROM migration_flow_legacymandate WHERE delivery = %(delivery)s
    UNION SELECT cvr FROM migration_flow_legacyunit WHERE delivery = %(delivery)s
    UNION SELECT cvr FROM migration_flow_legacyothersignature WHERE delivery = %(delivery)s)
"""


def ask_about(delivery: Delivery) -> None:
    """One question per new thing of the companies that are deciding; one already there is left as it is."""
    from migration_flow.actions.start import SOURCES, propose

    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {"delivery": delivery.sequence})
        touched = [row[0] for row in cursor.fetchall()]
    for move in Move.objects.across_organisations("a delivery's companies").filter(cvr__in=touched):
        for item in SOURCES:
            propose(move, item)
