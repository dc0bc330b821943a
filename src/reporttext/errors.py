"""What can go wrong, in words a user can act on."""

from __future__ import annotations


class ReporttextError(Exception):
    """Base of every error that is the input's or the caller's, not the program's."""


class UsageError(ReporttextError):
    """The call itself was wrong: no such path, an unknown option, a folder that belongs to something else."""


class RuleError(ReporttextError):
    """A rule file (shipped or the user's) holds an entry that the vocabulary does not know."""


class ReadError(ReporttextError):
    """One input could not be read.

    `kind` is one word for the table `errors`: empty, encoding, damaged, password, unsupported, missing_extra, limit, missing,
    unreadable. `start` and `end` are byte offsets into the input where the fault has a place.
    """

    def __init__(self, kind: str, message: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.start = start
        self.end = end

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, int | None, int | None]]:
        """Errors cross process borders, so they must survive pickling with all their arguments."""
        return ReadError, (self.kind, self.message, self.start, self.end)
