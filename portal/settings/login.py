"""Who logs in and how: MitID/NemLog-in through an OIDC broker, staff through allauth, admin behind OTP."""

import environ

env = environ.Env()

AUTHENTICATION_BACKENDS = [
    "portal.web.login.backend.MitIDBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
LOGIN_URL = "/log-ind/"
STEP_UP_URL = "/log-ind/bekraeft/"
LOGIN_REDIRECT_URL = "/vaelg/"
LOGOUT_REDIRECT_URL = "/"

OIDC_OP_ISSUER = env.str("OIDC_OP_ISSUER", "http://127.0.0.1:8001")
_op = OIDC_OP_ISSUER.rstrip("/")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.str("OIDC_OP_AUTHORIZATION_ENDPOINT", f"{_op}/identity/o/authorize")
OIDC_OP_TOKEN_ENDPOINT = env.str("OIDC_OP_TOKEN_ENDPOINT", f"{_op}/identity/o/api/token")
OIDC_OP_USER_ENDPOINT = env.str("OIDC_OP_USER_ENDPOINT", f"{_op}/identity/o/api/userinfo")
OIDC_OP_JWKS_ENDPOINT = env.str("OIDC_OP_JWKS_ENDPOINT", f"{_op}/.well-known/jwks.json")
OIDC_OP_LOGOUT_ENDPOINT = env.str("OIDC_OP_LOGOUT_ENDPOINT", f"{_op}/identity/o/logout")
OIDC_RP_CLIENT_ID = env.str("OIDC_RP_CLIENT_ID", "erhvervsadgang")
OIDC_RP_CLIENT_SECRET = env.str("OIDC_RP_CLIENT_SECRET", "development-only-client-secret")
OIDC_RP_SCOPES = env.str("OIDC_RP_SCOPES", "openid profile email mitid nemlogin ssn")
OIDC_RP_SIGN_ALGO = env.str("OIDC_RP_SIGN_ALGO", "RS256")
OIDC_USE_PKCE = True
OIDC_TIMEOUT = env.int("OIDC_TIMEOUT", 5)
OIDC_STORE_ID_TOKEN = True
OIDC_STORE_ACCESS_TOKEN = False
OIDC_ALLOW_UNSECURED_JWT = False
OIDC_CALLBACK_CLASS = "portal.web.login.views.Callback"
OIDC_AUTHENTICATE_CLASS = "portal.web.login.views.Start"
OIDC_OP_LOGOUT_URL_METHOD = "portal.web.login.logout.provider_logout_url"
ALLOW_LOGOUT_GET_METHOD = False
OIDC_DRIFT_SECONDS = 60

ACCOUNT_ADAPTER = "portal.web.staff.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_ONLY = False
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.str("PORTAL_ENV", "development") != "production"
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)

OTP_TOTP_ISSUER = "Erhvervsadgang support"
ADMIN_OTP_MINUTES = env.int("ADMIN_OTP_MINUTES", 60)
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = True
