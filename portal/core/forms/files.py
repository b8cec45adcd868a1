"""A file the user hands in: which kinds, how big, and is it what it says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# Kind → the first bytes of such a file; kinds without any are text and may hold no zero byte.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "csv": (),
    "txt": (),
    "xlsx": (b"PK\x03\x04",),
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
}
SAME_AS = {"jpeg": "jpg"}
MEGABYTE = 1024 * 1024


class UploadField(forms.FileField):
    """`formats`: endings without a dot (see BEGINNINGS); `max_megabytes`: whole ones. Both stand in the hint.

    The first bytes are compared with the ending; the file is given back rewound. Whoever stores it still
    decides its name and type: nothing the browser said about the file is to be trusted.
    """

    default_error_messages = {
        "required": _("Vælg en fil"),
        "format": _("Filen kan ikke bruges. Vælg en fil af typen %(formats)s"),
        "size": _("Filen er på mere end %(size)s MB. Vælg en mindre fil, eller del den op"),
        "content": _(
            "Filens indhold passer ikke til navnet. Gem den igen som %(formats)s, og vælg den på ny"
        ),
        "empty": _("Filen er tom. Vælg en fil med indhold"),
    }

    def __init__(self, *, formats: Iterable[str], max_megabytes: int, **kwargs: Any) -> None:
        self.formats, self.max_megabytes = tuple(formats), max_megabytes
        if unknown := set(self.formats) - set(BEGINNINGS):
            raise ValueError(f"no check for files of kind {', '.join(sorted(unknown))}")
        limits = format_lazy(
            _("Filtype: {formats}. Højst {size} MB."), formats=self._names(), size=max_megabytes
        )
        told = kwargs.pop("help_text", "")
        super().__init__(help_text=format_lazy("{} {}", told, limits) if told else limits, **kwargs)

    def _names(self) -> str:
        return ", ".join(each.upper() for each in self.formats)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        endings = [*self.formats, *(alias for alias, kind in SAME_AS.items() if kind in self.formats)]
        return super().widget_attrs(widget) | {"accept": ",".join(f".{each}" for each in endings)}

    def to_python(self, data: Any) -> Any:
        uploaded: Any = super().to_python(data)
        if uploaded is not None:
            self._check(uploaded)
        return uploaded

    def _check(self, uploaded: UploadedFile) -> None:
        ending = (uploaded.name or "").rpartition(".")[2].lower()
        kind = SAME_AS.get(ending, ending)
        if kind not in self.formats:
            self._refuse("format")
        if (uploaded.size or 0) > self.max_megabytes * MEGABYTE:
            self._refuse("size")
        if not _begins_as(kind, uploaded):
            self._refuse("content")

    def _refuse(self, code: str) -> None:
        told = {"formats": self._names(), "size": self.max_megabytes}
        raise ValidationError(self.error_messages[code], code=code, params=told)


def _begins_as(kind: str, uploaded: UploadedFile) -> bool:
    uploaded.seek(0)
    first = uploaded.read(4096)
    uploaded.seek(0)
    return first.startswith(BEGINNINGS[kind]) if BEGINNINGS[kind] else b"\x00" not in first
