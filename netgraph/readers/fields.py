"""The text of a CSV record to its fields."""

import csv


def split(text: str, delimiter: str = ",") -> list[str]:
    """The fields of one record; lenient about stray quotes, as spreadsheets are."""
    if '"' not in text and "\r" not in text and "\n" not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        # The csv module takes no field above a limit that is one for the whole process.
        return quoted(text, delimiter)


def scan(text: str, delimiter: str, *, is_open: bool) -> tuple[int, bool]:
    """How many fields end in a line before its end, and whether a quote is open after it.

    A quote opens where a field begins, unless it is one of two before other content, and closes only before
    a delimiter or the end of the line: any other is content, as is a doubled one.
    """
    ended, at = 0, 0
    if not is_open and _opens(text, delimiter, 0):
        is_open, at = True, 1
    while True:
        if is_open:
            at = _close(text, delimiter, at)
            if at < 0:
                return ended, True
        opening = text.find(delimiter + '"', at)
        ended += text.count(delimiter, at, opening + 1 if opening >= 0 else len(text))
        if opening < 0:
            return ended, False
        is_open = _opens(text, delimiter, opening + 1)
        at = opening + 2


def _opens(text: str, delimiter: str, at: int) -> bool:
    """Whether a field that begins at `at` is quoted."""
    if not text.startswith('"', at):
        return False
    return not text.startswith('"', at + 1) or text[at + 2 : at + 3] in ("", '"', delimiter, "\r", "\n")


def _close(text: str, delimiter: str, at: int) -> int:
    """The place behind the quote that closes a field whose content goes on at `at`; -1 where none does."""
    while (at := text.find('"', at)) >= 0:
        after = text[at + 1 : at + 2]
        if after == '"':
            at += 2
        elif not after or after == delimiter or after in "\r\n":
            return at + 1
        else:
            at += 1
    return -1


def quoted(text: str, delimiter: str) -> list[str]:
    """The fields of a record, of one line or of many, by the rule of `scan`."""
    found, at = [], 0
    while True:
        start, is_quoted = at, _opens(text, delimiter, at)
        if is_quoted:
            close = _close(text, delimiter, at + 1)
            end = len(text) if close < 0 else close
            found.append(text[start + 1 : end - (close >= 0)].replace('""', '"'))
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            found.append(text[start:end])
        if end >= len(text):
            return found
        at = end + 1


def literal(text: str, delimiter: str) -> list[str]:
    """The fields of a line in which quotes protect nothing; those around a field, and one that opens it, go."""
    cells = text.split(delimiter)
    return [cell.removeprefix('"').removesuffix('"') if cell.startswith('"') else cell for cell in cells]
