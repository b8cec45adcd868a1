from mandates.models.mandates import LIVE, WAITING, Mandate
from mandates.models.resolutions import MandateRight, Resolution

__all__ = ["LIVE", "WAITING", "Mandate", "MandateRight", "Resolution"]
