"""What the employer sees of an employee who uses private MitID, and what it never sees. The consent page
reads it aloud, the tests go through every page, answer and file with it."""

from django.utils.translation import gettext_lazy as _

SEEN = (
    _("at du bruger privat MitID"),
    _("hvilket sikringsniveau dit login har"),
    _("om din adgang er aktiveret"),
    _("hvilken måned du sidst har logget ind her"),
)
NEVER_SEEN = (
    _("dit private bruger-id"),
    _("hvornår og hvor du logger ind privat"),
    _("hvilke enheder du bruger"),
    _("om du også er bruger hos andre arbejdsgivere"),
)
