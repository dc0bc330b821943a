"""The part of the report each block belongs to: front, preamble, overview, achievements, problems, plans, closing, back.

Headings decide first (一、主要做法及成效, 三、存在问题, 2017年主要工作安排) and hand their section down the outline; then the words
that open a paragraph (同时，我们也清醒地认识到……); where there are no headings, a trained model (model.py) does.
`section_by` says which it was: heading, model or position.
"""

from __future__ import annotations

from reporttext.sections.labels import labeller
from reporttext.sections.model import SectionModel, fingerprint, load_model
from reporttext.shipped import models as shipped_folder

__all__ = ["SectionModel", "fingerprint", "labeller", "load_model", "shipped_folder"]
