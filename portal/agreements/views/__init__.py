from portal.agreements.views.agreement import AgreementPage, TerminatePage, TermsPage, UndoPage
from portal.agreements.views.cases import (
    AttachmentFile,
    AttachPage,
    CasePage,
    InvitationPage,
    InvitePage,
    OrganisationPage,
    PaperPage,
    ReopenPage,
    SubmitPage,
    TakeUpPage,
    WithdrawPage,
    WritePage,
)
from portal.agreements.views.connection import (
    AdministratorPage,
    ReceiptPage,
    StartPage,
    StartRecovery,
    StartThis,
    StartWithoutRegister,
)
from portal.agreements.views.need import NeedPage
from portal.agreements.views.settings import SettingsPage, SetUpDone, SetUpMeans, SetUpPage
from portal.agreements.views.signing import CaseDocument, PresentPage, SignPage

__all__ = ["AdministratorPage", "AgreementPage", "AttachPage", "AttachmentFile", "CaseDocument", "CasePage",
           "InvitationPage", "InvitePage", "NeedPage", "OrganisationPage", "PaperPage", "PresentPage", "ReceiptPage",
           "ReopenPage", "SetUpDone", "SetUpMeans", "SetUpPage", "SettingsPage", "SignPage", "StartPage",
           "StartRecovery", "StartThis", "StartWithoutRegister", "SubmitPage", "TakeUpPage", "TerminatePage",
           "TermsPage", "UndoPage", "WithdrawPage", "WritePage"]  # fmt: skip
