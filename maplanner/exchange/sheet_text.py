"""How a text with columns is written: its encoding, the sign between columns, quotes.

Everything here is a guess with a confidence, and can be overruled by whoever opens the file.
"""

from __future__ import annotations

import codecs
import csv
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.source_files import plain

DELIMITERS: Final = (",", ";", "\t", "|")
_CHUNK: Final = 1 << 20
_SAMPLE_HIGH: Final = 4096
_SAMPLE_LINES: Final = 200
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ASCII: Final = bytes(range(128))

_LETTERS: Final[dict[str, tuple[str, ...]]] = {
    "cp1252": (
        "éèàêçâîôûùëïüœæÿ",
        "üäöß",
        "óíáéñúü",
        "ãçáéíóêõàâúô",
        "èàùòìéí",
        "øåæéö",
        "äöåé",
        "áíðéóúýþæö",
        "éëïöüèá",
    ),
    "cp1257": ("āīēšūņļžčķģ", "ėšžąųįčęū", "äõüöšž"),
    "cp1250": ("łóąęśżćńź", "áíéěřčšžýůúťňď", "áíéčúýžšľťôňä", "áéöőüíóúű", "ăîâşţ", "čšžćđ"),
    "cp1251": ("оеаинтсрвлкмдпуяызьбгчйхжшюцщэфё", "оаниівтресклдмупзябьгйчхжцшщюєїфґ"),
    "cp1253": ("αοιετσνηυρπκμλωςδγχθφβξζψάέήίόύώ",),
    "cp1254": ("ışüğçöiâ",),
    "cp775": ("āīēšūņļžčķģ", "ėšžąųįčęū"),
    "cp850": ("éèàêçâîôûùëïüæ", "üäöß", "óíáéñúü", "øåæé", "äöåé"),
    "cp852": ("łóąęśżćńź", "áíéěřčšžýůúťňď", "áéöőüíóúű"),
    "cp866": ("оеаинтсрвлкмдпуяызьбгчйхжшюцщэфё",),
    "koi8_r": ("оеаинтсрвлкмдпуяызьбгчйхжшюцщэфё",),
    "mac_roman": ("éèàêçâîôûùëïüœæÿ", "üäöß", "óíáéñúü", "ãçáéíóêõàâú", "äöåé"),
}
"""By encoding: the letters beyond A–Z of the languages written in it, the most frequent first."""
_RARE: Final = {"cp775": 1.5, "cp850": 1.5, "cp852": 1.5, "cp866": 1.5, "koi8_r": 1.5, "mac_roman": 1.5}
"""Old encodings of DOS, Mac and mail must explain the bytes that much better, as a logarithm."""
_NEUTRAL: Final = frozenset("\u00a0“”„‘’‚–—…€£«»©®™°§·•´`№¡¿")
_UNLIKELY: Final = math.log(0.0005)


@dataclass(frozen=True)
class Encoding:
    """An encoding by Python's name, how sure it is (0 to 1), and why in words.

    ``flaw`` is the place in bytes of the first character that it cannot read, if there is one.
    """

    name: str
    confidence: float
    reason: str
    flaw: int | None = None


@dataclass(frozen=True)
class Form:
    """How columns are told apart: the sign between them, the quote and how sure that is (0 to 1)."""

    delimiter: str = ","
    quote: str = '"'
    backslash: bool = False
    confidence: float = 1.0
    skip: int = 0
    """Lines before the first row that only programs read, such as ``sep=;``."""

    def options(self) -> dict[str, object]:
        """Return what :func:`csv.reader` needs to know."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "doublequote": True,
            "escapechar": "\\" if self.backslash else None,
        }


@dataclass
class _Scan:
    """What one pass over a file's bytes tells."""

    beginning: bytes = b""
    size: int = 0
    ascii: bool = True
    nul: bool = False
    utf8_flaw: int | None = None
    high: bytearray = field(default_factory=bytearray)
    bytes_seen: set[int] = field(default_factory=set)


def encoding_of(path: Path) -> Encoding:
    """Return the encoding a file is probably in; reads all of it once, a piece at a time.

    Raises:
        UnreadableSource: It cannot be read, is no text, or has a line that is longer than a mebibyte or two.
    """
    scan = _scanned(path)
    for mark, name in _BOMS:
        if scan.beginning.startswith(mark):
            flaw = scan.utf8_flaw if name == "utf-8-sig" else None
            return Encoding(name, 1.0, "The file begins with a mark that says so.", flaw)
    if scan.nul:
        return _without_mark(scan, path)
    if scan.ascii:
        return Encoding("utf-8", 1.0, "Plain letters only.")
    if scan.utf8_flaw is None:
        return Encoding("utf-8", 0.99, "Every character is right in it.")
    return _nearly_utf8(scan) or _legacy(scan)


def check_encoding(path: Path, name: str) -> Encoding:
    """Return the encoding that a person named.

    Raises:
        UnreadableSource: There is no such encoding for text.
    """
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)
    except (LookupError, TypeError, ValueError) as error:
        advice = "Examples: utf-8, utf-16, windows-1252, windows-1257."
        raise UnreadableSource(f"There is no text encoding “{plain(name)}”.", advice=advice) from error
    _scanned(path)
    return Encoding(codec.name, 1.0, "Chosen by you.")


def _scanned(path: Path) -> _Scan:
    scan = _Scan()
    utf8 = codecs.getincrementaldecoder("utf-8")("strict")
    for chunk in _chunks(path):
        if not scan.size:
            scan.beginning = chunk[:4096]
        elif len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk:
            place = f"after {scan.size // _CHUNK} MB"
            raise UnreadableSource(
                f"{plain(path)} has a line without end {place}; that is no list.",
                advice="Export it again, a row to a line.",
            )
        _look_at(chunk, scan, utf8)
        scan.size += len(chunk)
    if scan.utf8_flaw is None and not _ends_well(utf8):
        scan.utf8_flaw = scan.size
    return scan


def _look_at(chunk: bytes, scan: _Scan, utf8: codecs.IncrementalDecoder) -> None:
    scan.nul = scan.nul or b"\0" in chunk
    if scan.utf8_flaw is None:
        pending = len(utf8.getstate()[0])
        try:
            utf8.decode(chunk)
        except UnicodeDecodeError as error:
            scan.utf8_flaw = scan.size - pending + error.start
    if not chunk.isascii():
        scan.ascii = False
        high = chunk.translate(None, _ASCII)
        scan.bytes_seen.update(high)
        scan.high += high[: max(0, _SAMPLE_HIGH - len(scan.high))]


def _ends_well(utf8: codecs.IncrementalDecoder) -> bool:
    try:
        utf8.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"{plain(path)} cannot be read: {reason}."
        raise UnreadableSource(message, advice="Check the name and the permissions.") from error


def _without_mark(scan: _Scan, path: Path) -> Encoding:
    """Tell UTF-16 without a mark by the zeros at every other place.

    Raises:
        UnreadableSource: The zeros lie elsewhere; it is no text.
    """
    zeros = [scan.beginning[start::2].count(0) for start in (0, 1)]
    half = len(scan.beginning) // 2
    for at, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if zeros[at] > 0.4 * half and zeros[1 - at] < 0.05 * half:
            return Encoding(name, 0.9, "Every other byte is empty.")
    raise UnreadableSource(
        f"{plain(path)} is no text with columns.", advice="Save it as CSV or XLSX and choose that file."
    )


def _nearly_utf8(scan: _Scan) -> Encoding | None:
    """Return UTF-8 with a flaw, where nearly all letters beyond A–Z are right in it."""
    whole = bytes(scan.high)
    kept = whole.decode("utf-8", "ignore").encode("utf-8")
    if len(whole) < 20 or len(kept) < 0.95 * len(whole):
        return None
    return Encoding("utf-8", 0.8, "Nearly every character is right in it.", scan.utf8_flaw)


def _legacy(scan: _Scan) -> Encoding:
    """Choose among the encodings of one byte a letter by the letters that come out."""
    sample, all_bytes = bytes(scan.high), bytes(sorted(scan.bytes_seen))
    rated = sorted(
        ((_plausibility(sample, name), name) for name in _LETTERS if _reads(all_bytes, name)), reverse=True
    )
    if not rated:
        return Encoding("latin-1", 0.3, "No other encoding reads every character.")
    best, name = rated[0]
    text = sample.decode(name)
    rival = next((value for value, other in rated[1:] if sample.decode(other) != text), best - 9)
    letters = sum(1 for letter in text if letter not in _NEUTRAL)
    confidence = 1 / (1 + math.exp(-(best - rival) * min(letters, 40)))
    return Encoding(name, round(min(confidence, 0.95), 2), "The letters in it make the most sense so.")


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _plausibility(sample: bytes, encoding: str) -> float:
    """Return the mean logarithm of how often such letters come in the language that fits best."""
    seen = Counter(letter for letter in sample.decode(encoding).lower() if letter not in _NEUTRAL)
    total = sum(seen.values())
    if not total:
        return -_RARE.get(encoding, 0.0)
    best = max(
        sum(count * _likelihood(alphabet).get(letter, _UNLIKELY) for letter, count in seen.items())
        for alphabet in _LETTERS[encoding]
    )
    return best / total - _RARE.get(encoding, 0.0)


def _likelihood(alphabet: str) -> dict[str, float]:
    """Return logarithms of shares that fall with the place in the alphabet, as letters' shares do."""
    whole = sum(1 / place for place in range(1, len(alphabet) + 1))
    return {letter: -math.log(whole * place) for place, letter in enumerate(alphabet, 1)}


def form_of(sample: str, delimiter: str = "") -> Form:
    """Return how the columns of a text are told apart, from its beginning; ``delimiter`` overrules that."""
    lines = sample.splitlines(keepends=True)[:_SAMPLE_LINES]
    skip = 0
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip("\r\n")) == 5:
        delimiter, skip = delimiter or lines[0][4], 1
    quote, backslash = _quotes(sample)
    if delimiter:
        return Form(delimiter, quote, backslash, 1.0, skip)
    rated = sorted(
        ((_regularity(lines, Form(each, quote, backslash)), each) for each in DELIMITERS), reverse=True
    )
    best, second = rated[0], rated[1]
    if not best[0]:
        return Form(",", quote, backslash, 1.0)
    return Form(best[1], quote, backslash, round(best[0] / (best[0] + second[0]), 2))


def _quotes(sample: str) -> tuple[str, bool]:
    """Return the quote, and whether a quote inside quotes has a backslash before it."""
    single = sample.count(",'") + sample.count(";'") + sample.count("\t'")
    double = sample.count('"')
    return (
        "'" if single > 3 and not double else '"',
        '\\"' in sample and '""' not in sample.replace(',""', ""),
    )


def _regularity(lines: list[str], form: Form) -> float:
    """Return how much like a table the lines are; 0 where there is one column only."""
    try:
        rows = [row for row in csv.reader(lines, **form.options()) if row]  # type: ignore[arg-type]
    except csv.Error:
        return 0.0
    if not rows:
        return 0.0
    widths = Counter(len(row) for row in rows)
    width, often = widths.most_common(1)[0]
    if width == 1:
        return 0.0
    titles = rows[0]
    named = len(titles) == width and all(title.strip() for title in titles)
    return (often / len(rows)) ** 2 * (1.0 if named else 0.2) * (1 + math.log(width) / 10)
