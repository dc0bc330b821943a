"""What the figures of a document mean: indicator, activity, change, status, scope, period, and how they hang together.

Finding them was the work of `extract`; nothing here adds or removes a figure.
"""

from reporttext.resolve.resolver import Grounds, resolver

__all__ = ["Grounds", "resolver"]
