"""Who logs in and how: MitID/NemLog-in through an OIDC broker, staff through allauth, admin behind OTP."""

import environ

env = environ.Env()

AUTHENTICATION_BACKENDS = [
    "portal.web.login.backend.MitIDBackend",
    "portal.web.local_idp.backend.LocalIdpBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
LOGIN_URL = "/log-ind/"
STEP_UP_URL = "/log-ind/bekraeft/"
LOGIN_REDIRECT_URL = "/organisationer/"
LOGOUT_REDIRECT_URL = "/log-af/faerdig/"

OIDC_OP_ISSUER = env.str("OIDC_OP_ISSUER", "http://127.0.0.1:8001")
_op = OIDC_OP_ISSUER.rstrip("/")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.str("OIDC_OP_AUTHORIZATION_ENDPOINT", f"{_op}/identity/o/authorize")
OIDC_OP_TOKEN_ENDPOINT = env.str("OIDC_OP_TOKEN_ENDPOINT", f"{_op}/identity/o/api/token")
OIDC_OP_USER_ENDPOINT = env.str("OIDC_OP_USER_ENDPOINT", f"{_op}/identity/o/api/userinfo")
OIDC_OP_JWKS_ENDPOINT = env.str("OIDC_OP_JWKS_ENDPOINT", f"{_op}/.well-known/jwks.json")
OIDC_OP_LOGOUT_ENDPOINT = env.str("OIDC_OP_LOGOUT_ENDPOINT", f"{_op}/identity/o/logout")
OIDC_RP_CLIENT_ID = env.str("OIDC_RP_CLIENT_ID", "erhvervsadgang")
OIDC_RP_CLIENT_SECRET = env.str("OIDC_RP_CLIENT_SECRET", "development-only-client-secret")
OIDC_RP_SCOPES = env.str("OIDC_RP_SCOPES", "openid profile mitid nemlogin ssn")
OIDC_RP_SIGN_ALGO = env.str("OIDC_RP_SIGN_ALGO", "RS256")
# Which claim of the ID token is the level ("loa" at Nets/Signaturgruppen), and the least a login must have.
OIDC_LEVEL_CLAIM = env.str("OIDC_LEVEL_CLAIM", "acr")
OIDC_LOGIN_LEVEL = env.str("OIDC_LOGIN_LEVEL", "substantial")
# Whether the provider promises RFC 9207 (authorization_response_iss_parameter_supported): then a missing
# iss is refused.
OIDC_OP_SENDS_ISS = env.bool("OIDC_OP_SENDS_ISS", False)
OIDC_TOKEN_USE_BASIC_AUTH = env.bool("OIDC_TOKEN_USE_BASIC_AUTH", False)
OIDC_USE_PKCE = True
OIDC_TIMEOUT = env.int("OIDC_TIMEOUT", 5)
OIDC_STORE_ID_TOKEN = True
OIDC_STORE_ACCESS_TOKEN = False
OIDC_ALLOW_UNSECURED_JWT = False
OIDC_CALLBACK_CLASS = "portal.web.login.callback.Callback"
OIDC_AUTHENTICATE_CLASS = "portal.web.login.start.Start"
OIDC_OP_LOGOUT_URL_METHOD = "portal.web.login.logout.provider_logout_url"
OIDC_AUTHENTICATION_CALLBACK_URL = "login:callback"
ALLOW_LOGOUT_GET_METHOD = False
OIDC_DRIFT_SECONDS = 60

ACCOUNT_ADAPTER = "portal.web.staff.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "portal.web.staff.forms.LoginForm",
    "reauthenticate": "portal.web.staff.forms.ReauthenticateForm",
    "change_password": "portal.web.staff.forms.ChangePasswordForm",
    "reset_password_from_key": "portal.web.staff.forms.SetPasswordForm",
}
# The link that a command prints for a new agent.
PASSWORD_RESET_TIMEOUT = 24 * 3600
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_ONLY = False
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_ADAPTER = "portal.web.staff.adapter.StaffMFAAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "portal.web.staff.forms.CodeForm",
    "reauthenticate": "portal.web.staff.forms.ReauthenticateCodeForm",
    "add_webauthn": "portal.web.staff.forms.AddPasskeyForm",
    "edit_webauthn": "portal.web.staff.forms.RenamePasskeyForm",
    "generate_recovery_codes": "portal.web.staff.forms.NewCodesForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.str("PORTAL_ENV", "development") != "production"
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)

OTP_TOTP_ISSUER = "Erhvervsadgang support"
ADMIN_OTP_MINUTES = env.int("ADMIN_OTP_MINUTES", 60)
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = True

# Whether an organisation's own provider may run on this very machine, without TLS (development and tests only).
FETCH_FROM_LOOPBACK = env.bool("FETCH_FROM_LOOPBACK", False)
# The least level of a login with an organisation's own provider; a test may show any that is known.
LOCAL_IDP_LOGIN_LEVEL = env.str("LOCAL_IDP_LOGIN_LEVEL", "substantial")
