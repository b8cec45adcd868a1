"""What has been decided about the users that other questions hang on."""

from collections.abc import Iterable

from migration_flow.models import Decision, Move


def users_of(move: Move, decisions: Iterable[Decision]) -> dict[str, str]:
    """RID → choice ("" undecided) of the users these decisions hang on."""
    rids = {each.rid for each in decisions if each.rid and each.item != Decision.Item.EMPLOYEE}
    if not rids:
        return {}
    rows = Decision.objects.across_organisations("the move's own")
    return dict(
        rows.filter(move=move, item=Decision.Item.EMPLOYEE, rid__in=rids).values_list("rid", "choice")
    )
