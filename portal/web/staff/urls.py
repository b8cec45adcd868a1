"""Staff accounts: those of allauth's pages that the portal uses, each behind its gate, and the support area.

What is not here does not exist: sign-up, e-mail addresses, reset by mail, login by code, other providers.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from portal.web.login.logout import log_out
from portal.web.staff.gates import entrance, staff_only
from portal.web.staff.site import support_site

_saved = account.password_reset_from_key_done
_by_passkey = staff_only(passkeys.reauthenticate_webauthn)

_account = [
    path("log-ind/", entrance(account.login), name="account_login"),
    path("log-ind/noegle/", entrance(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("log-ind/andet-trin/", entrance(mfa.authenticate), name="mfa_authenticate"),
    path("log-af/", log_out, name="account_logout"),
    path("lukket/", account.account_inactive, name="account_inactive"),
    re_path(
        r"^adgangskode/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(account.password_reset_from_key), name="account_reset_password_from_key",
    ),
    path("adgangskode/gemt/", _saved, name="account_reset_password_from_key_done"),
    path("adgangskode/", staff_only(account.password_change), name="account_change_password"),
    path("bekraeft/", staff_only(account.reauthenticate), name="account_reauthenticate"),
    path("bekraeft/kode/", staff_only(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("bekraeft/noegle/", _by_passkey, name="mfa_reauthenticate_webauthn"),
    path("", staff_only(mfa.index), name="mfa_index"),
    path("noegler/", staff_only(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("noegler/tilfoej/", staff_only(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("noegler/<int:pk>/fjern/", staff_only(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("noegler/<int:pk>/navn/", staff_only(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("koder/", staff_only(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("koder/nye/", staff_only(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("koder/hent/", staff_only(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]  # fmt: skip

public = [
    path("supportkonto/", include(_account)),
    path("support/", support_site.urls),
]
