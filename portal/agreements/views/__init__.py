from portal.agreements.views.agreement import AgreementPage, SetUpPage
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
    StartThis,
    StartWithoutRegister,
)
from portal.agreements.views.signing import CaseDocument, PresentPage, SignPage

__all__ = ["AdministratorPage", "AgreementPage", "AttachPage", "AttachmentFile", "CaseDocument", "CasePage",
           "InvitationPage", "InvitePage", "OrganisationPage", "PaperPage", "PresentPage", "ReceiptPage", "ReopenPage",
           "SetUpPage", "SignPage", "StartPage", "StartThis", "StartWithoutRegister", "SubmitPage", "TakeUpPage",
           "WithdrawPage", "WritePage"]  # fmt: skip
