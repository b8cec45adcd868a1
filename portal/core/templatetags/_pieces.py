"""Small pieces of a page: icons, statuses, texts in boxes. Their looks stand in templates/components/."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

SPRITE = "dkfds/img/all-svg-icons.svg"
TONES = ("neutral", "info", "success", "warning", "error")
ALERT_TONES = TONES[1:]


def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the design system; with `label` it is read aloud, without it is decoration."""
    aria = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    classes = f"icon-svg {css}".strip()
    return format_html(
        '<svg class="{}" focusable="false" {}><use href="{}#{}"></use></svg>',
        classes,
        aria,
        static(SPRITE),
        name,
    )


def badge(text: Any, tone: str = "neutral") -> SafeString:
    """A status in words; the tone only repeats what the words say."""
    _known(tone, TONES)
    return format_html('<strong class="badge badge-{}">{}</strong>', tone, text)


def tone(level_tag: str) -> str:
    """The tone of an alert for the level of a Django message."""
    return level_tag if level_tag in ALERT_TONES else "info"


def alert(content: str, tone: str = "info", heading: str = "", level: int = 2) -> SafeString:
    """A message in a box. Warnings and errors are read out at once."""
    _known(tone, ALERT_TONES)
    told = {
        "content": content,
        "tone": tone,
        "heading": heading,
        "level": level,
        "is_paragraph": "<p" not in content,
    }
    return render_to_string("components/alert.html", told)


def panel(content: str, heading: str = "", level: int = 2) -> SafeString:
    """A quiet box for what belongs together."""
    return render_to_string("components/panel.html", {"content": content, "heading": heading, "level": level})


def empty_state(content: str, heading: str, icon_name: str = "info", level: int = 2) -> SafeString:
    """Instead of an empty list: why it is empty, and (the content) what to do about it."""
    told = {"content": content, "heading": heading, "icon_name": icon_name, "level": level}
    return render_to_string("components/empty_state.html", told)


def confirm(
    context: Any,
    content: str,
    submit: str,
    consequences: Iterable[Any] = (),
    back: str = "",
    danger: bool = True,
) -> SafeString:
    """The form of a page that asks "are you sure"; `content` are fields or a word more, above the buttons."""
    told = {
        "content": content,
        "submit": submit,
        "consequences": consequences,
        "back": back,
        "danger": danger,
        "csrf_token": context.get("csrf_token"),
        "form_owner": context.get("form_owner"),
    }
    return render_to_string("components/confirm.html", told)


def help_box(context: Any, who: str = "", after: str = "", more: str = "", topic: str = "") -> dict[str, Any]:
    """Who can do this, what happens next, where to get help. `topic`: an anchor of the help page."""
    shell = context.get("shell")
    return {
        "who": who,
        "after": after,
        "more": more,
        "topic": topic,
        "support_line": getattr(shell, "support_line", None) or "",
        "ask": _ask(context.get("request")),
    }


def _ask(request: Any) -> str:
    """Where somebody logged in writes to the desk; the page they stand on goes along."""
    actor = getattr(request, "actor", None)
    return f"/hjaelp/sager/ny/?{urlencode({'fra': request.path})}" if actor and actor.kind == "person" else ""


def price_line(free: int, charged: int, unit: Any) -> dict[str, Any]:
    """The most it can cost: `free` without charge, `charged` at `unit` kroner each, without VAT."""
    return {"free": free, "charged": charged, "unit": unit, "total": charged * unit}


def progress_part(
    label: str,
    done: int,
    total: int,
    *,
    poll: str = "",
    finished: bool = False,
    failed: int = 0,
    result: str = "",
) -> dict[str, Any]:
    """How far a job is, in units; also the context of the polling view (components/progress_part.html).

    `poll`: address of this very part, asked until finished; `failed`: units parked; `result`: where to go.
    """
    percent = 100 if finished and not failed else (100 * done // total if total else 0)
    return {
        "label": label,
        "done": done,
        "total": total,
        "percent": percent,
        "poll": "" if finished else poll,
        "finished": finished,
        "failed": failed,
        "result": result,
    }


def copyable(text: Any, label: str = "") -> dict[str, Any]:
    """An id or number to copy: one click or tap marks all of it."""
    return {"text": text, "label": label}


def _known(tone: str, tones: tuple[str, ...]) -> None:
    if tone not in tones:
        raise ValueError(f"{tone!r} is not one of {', '.join(tones)}")
