"""The catalogues in the form that gettext reads, made from the .po files without msgfmt."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from .places import PROJECT

LOCALE = PROJECT / "portal" / "locale"


def compile_translations(locale: Path = LOCALE) -> list[Path]:
    """Write every .mo that is missing or older than its .po. Returns those written.

    Raises babel's PoFileError when a catalogue is not well-formed.
    """
    stale = [po for po in sorted(locale.glob("**/LC_MESSAGES/*.po")) if not _is_fresh(po)]
    return [_compile(po) for po in stale]


def _is_fresh(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def _compile(po: Path) -> Path:
    """Written beside and renamed: a reader never meets half a catalogue."""
    mo, draft = po.with_suffix(".mo"), po.with_suffix(".mo.new")
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parents[1].name, abort_invalid=True)
    with draft.open("wb") as target:
        write_mo(target, catalogue)
    draft.rename(mo)
    return mo
