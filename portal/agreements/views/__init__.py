from portal.agreements.views.agreement import AgreementPage, SetUpPage
from portal.agreements.views.connection import AdministratorPage, CasePage, ReceiptPage, StartPage, StartThis
from portal.agreements.views.signing import CaseDocument, PresentPage, SignPage

__all__ = ["AdministratorPage", "AgreementPage", "CaseDocument", "CasePage", "PresentPage", "ReceiptPage", "SetUpPage",
           "SignPage", "StartPage", "StartThis"]  # fmt: skip
