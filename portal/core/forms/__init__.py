"""Forms in the Danish common design system.

`PortalForm` is the base of every form of the portal; the fields know Danish numbers and say what to do when
something is missing. Every required field brings its own `error_messages["required"]` ("Indtast …"); a test
walks all form classes and refuses Django's "Dette felt er påkrævet".
"""

from portal.core.forms.base import ConfirmForm, FilterForm, PortalForm
from portal.core.forms.contact import MailField, PhoneField
from portal.core.forms.dates import DateParts, DatePartsField
from portal.core.forms.files import UploadField
from portal.core.forms.numbers import CprField, CvrField, EanField, PNumberField, SeNumberField
from portal.core.forms.rendering import DkfdsBoundField, DkfdsRenderer
from portal.core.forms.widgets import CheckboxesWithHints, RadioWithHints

__all__ = [
    "CheckboxesWithHints",
    "ConfirmForm",
    "CprField",
    "CvrField",
    "DateParts",
    "DatePartsField",
    "DkfdsBoundField",
    "DkfdsRenderer",
    "EanField",
    "FilterForm",
    "MailField",
    "PNumberField",
    "PhoneField",
    "PortalForm",
    "RadioWithHints",
    "SeNumberField",
    "UploadField",
]
