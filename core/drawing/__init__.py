"""Pictures that carry numbers and candidates: plain, pure and slow, so run them in the worker."""

from core.drawing.comparison import compared
from core.drawing.contact import contact_sheet, contact_tile
from core.drawing.marks import LONGEST_SIDE, numbered
from core.drawing.panel import annotated
from core.drawing.portraits import portraits
from core.drawing.sighting import sighted

__all__ = [
    "LONGEST_SIDE",
    "annotated",
    "compared",
    "contact_sheet",
    "contact_tile",
    "numbered",
    "portraits",
    "sighted",
]
