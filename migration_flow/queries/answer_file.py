"""The decisions as a file, down and up: one line per question, the answer in Danish words."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from identities.reader import FileRefused, read_table
from migration_flow.models import Decision, Move
from migration_flow.queries.moves import attach_legacy
from migration_flow.rules import REASONS
from portal.core.actions import RuleBroken
from portal.core.forms import MailField

KEY, VERSION, ANSWER, EMAIL = "Nøgle", "Version", "Beslutning", "Ny e-mail"
HEADER = (KEY, VERSION, "Slags", "RID", "Hvad", "Forslag", "Hvorfor", ANSWER, EMAIL)
# Words a person may write for each choice, the first is the one we write. Merging has its own page.
WORDS = {
    Decision.Choice.MOVE: ("flyt med", "flyt", "ja", "move"),
    Decision.Choice.CHANGE: ("flyt med ændring",),
    Decision.Choice.LEAVE: ("lad blive", "nej", "leave"),
    Decision.Choice.MERGE: ("læg sammen",),
}
_CHOICE = {word: str(choice) for choice, words in WORDS.items() for word in words}
_mail = MailField(required=False)


def lines(move: Move, item: str = "") -> Iterator[list[Any]]:
    """Rows under HEADER, two thousand at a time."""
    rows, last = Decision.objects.across_organisations("the move's own").filter(move=move), 0
    rows = rows.filter(item=item) if item else rows
    while part := list(rows.filter(id__gt=last).order_by("id")[:2000]):
        last = part[-1].pk
        for each in attach_legacy(part):
            yield [each.pk, each.version, each.get_item_display(), each.rid, str(each.legacy), in_words(each.proposal),  # type: ignore[attr-defined]
                   REASONS.get((each.item, each.proposal_reason), ""), in_words(each.choice),
                   each.change.get("email", "")]  # fmt: skip


def in_words(choice: str) -> str:
    return WORDS[Decision.Choice(choice)][0] if choice else ""


def read_answers(content: bytes) -> list[tuple[int, int, int, str, str]]:
    """(line, key, version, choice, e-mail) of every line. A word that is no choice stands as it is: the rules say what
    is wrong with it. Raises RuleBroken for a file that is not ours."""
    try:
        table = read_table(content)
    except FileRefused as refused:
        raise RuleBroken(str(refused)) from refused
    try:
        places = [table.columns.index(name) for name in (KEY, VERSION, ANSWER)]
    except ValueError as error:
        raise RuleBroken(
            _("Filen mangler kolonnerne Nøgle, Version og Beslutning. Hent filen her, og udfyld den.")
        ) from error
    email = table.columns.index(EMAIL) if EMAIL in table.columns else None
    return [_read(number, cells, places, email) for number, cells in enumerate(table.rows, 2) if any(cells)]


def _read(
    number: int, cells: list[str], places: list[int], email: int | None
) -> tuple[int, int, int, str, str]:
    key, version, answer = (cells[place].strip() for place in places)
    return (number, _whole(key), _whole(version), _CHOICE.get(answer.lower(), answer),
            _address(cells[email]) if email is not None else "")  # fmt: skip


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else -1


def _address(text: str) -> str:
    try:
        return str(_mail.clean(text.strip()))
    except ValidationError:
        return ""
