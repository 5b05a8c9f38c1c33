"""The errors a user may meet: what happened, what to do, and a stable exit code."""


class EvidenceError(Exception):
    """An error with a French sentence for the user; *advice* says what to do, *exit_code* is the process's."""

    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        """Keep the *message* (what, where) and the *advice* (what to do)."""
        super().__init__(message)
        self.advice = advice


class UsageError(EvidenceError):
    """The command was called in a way that cannot work: a missing path, an unknown id."""

    exit_code = 2


class ReadError(EvidenceError):
    """A file could not be read."""

    exit_code = 3


class RuleError(EvidenceError):
    """A file of ``rules/`` is wrong; the message names file, line and remedy."""

    exit_code = 4


class MissingToolError(EvidenceError):
    """Something that must be installed is not: a model, an OCR program."""

    exit_code = 5


class CaseError(EvidenceError):
    """The folder is not a case, or the case cannot be used."""

    exit_code = 6


class ConflictError(CaseError):
    """Another process works on the case, or another person decided meanwhile; nothing was written."""


class PartialError(EvidenceError):
    """The work is done but some files could not be read; they are listed."""

    exit_code = 7


class IntegrityError(EvidenceError):
    """Something does not match its fingerprint."""

    exit_code = 8
