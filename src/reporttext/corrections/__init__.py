"""What a reviewer decided, laid over what was found: metadata before the sections, sections before the figures, figures before
what is concluded from them. So all that depends on a correction follows it: a paragraph moved to the plans has targets.

A decision belongs to a place and the text that stood there. Where another text stands there now it is not used, and a row of
`errors` names its file, its row and the remedy. What was corrected keeps the rule that found it, with `/review:fix` behind.

The stages are `facts.of_facts`, `metadata.of_metadata` and `sections.of_sections`.
"""

from __future__ import annotations

from reporttext.corrections.checking import check
from reporttext.corrections.telling import MARK, STAGE, reviewed, told

__all__ = ["MARK", "STAGE", "check", "reviewed", "told"]
