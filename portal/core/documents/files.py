"""The only files a PDF may be made of: our print style sheet, drawings beside it, and the design font."""

from pathlib import Path

from django.conf import settings
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "ours:"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
FONTS = "IBMPlexSans/complete/woff2"


class OwnFiles(URLFetcher):
    """Fetches `ours:<name>` by bare file name from two folders, and nothing else: no network, no
    other path, no data: address. A refused or missing file stops the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        path = next((folder / name for folder in _folders() if (folder / name).is_file()), None)
        if name == url or path is None or Path(name).name != name or path.suffix not in TYPES:
            raise ValueError("a document may only be made of the portal's own files")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})


def _folders() -> tuple[Path, ...]:
    """Print files; the font where `npm ci` put it, or where collectstatic did."""
    modules, collected = Path(settings.NODE_MODULES), Path(settings.STATIC_ROOT)
    return (
        Path(settings.BASE_DIR) / "static" / "pdf",
        modules / "dkfds" / "dist" / "fonts" / FONTS,
        collected / "dkfds" / "fonts" / FONTS,
    )
