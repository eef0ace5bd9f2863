"""Text of old Vietnamese fonts (TCVN3, VNI Windows) that was stored as Western letters.

Recognised by its pattern: after conversion every marked word is a Vietnamese syllable,
before it some was not. Where only the signs look foreign the text is doubtful and stays.
"""

import re
import unicodedata
from dataclasses import dataclass

from core.vietnamese import fold

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONE_MARKS = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEX_MARKS = dict(zip("áàåãä", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_BREVE_MARKS = dict(zip("éèúüë", "\u0301\u0300\u0309\u0303\u0323", strict=True))


def _vni_table() -> dict[str, str]:
    table = {"ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
    table["î"] = "ỵ"
    for base in "aeouyôö":
        letter = {"ô": "ơ", "ö": "ư"}.get(base, base)
        for mark, tone in _TONE_MARKS.items():
            table[base + mark] = unicodedata.normalize("NFC", letter + tone)
    for base in "aeo":
        table[base + "â"] = unicodedata.normalize("NFC", base + "\u0302")
        for mark, tone in _CIRCUMFLEX_MARKS.items():
            table[base + mark] = unicodedata.normalize("NFC", base + "\u0302" + tone)
    table["aê"] = "ă"
    for mark, tone in _BREVE_MARKS.items():
        table["a" + mark] = unicodedata.normalize("NFC", "a\u0306" + tone)
    table |= {key.upper(): value.upper() for key, value in table.items()}
    return table | {k[0].upper() + k[1:]: v.upper() for k, v in table.items() if len(k) > 1}


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
# Where the tone may stand is marked by capitals; rimes that end in a vowel, then closed ones.
_OPEN = (
    "A E Ê I O Ô Ơ U Ư Y Ai Ao Au Ay Âu Ây Eo Êu Ia Iu Oi Ôi Ơi Ua Ui Ưa Ưi Ưu OA OE UÊ UƠ UY"
    " iÊu yÊu oAi oAo oAy oEo uÂy uÔi ưƠi ưƠu uYa uYu oOng oOc"
)
_CLOSED = "A Ă Â E Ê I O Ô Ơ U Ư Y iÊ yÊ uÔ ưƠ oA oĂ oE uÂ uÊ uY uyÊ"
_STOPS = r"(?:ch|[cpt])"
_NASALS = r"(?:nh|ng|[mn])"
_TONE_OF_STOPS = "\u0301\u0323"


def _rimes(text: str) -> str:
    """Alternatives with a group at each letter that may bear the tone, longest first."""
    found = sorted(text.split(), key=len, reverse=True)
    return "|".join("".join(f"{c.lower()}T?" if c.isupper() else c for c in r) for r in found)


# "T" stands for the tone; a syllable that ends in a stop has the sharp or the heavy one.
_SYLLABLES = (
    re.compile(f"{_ONSET}(?:{_rimes(_OPEN)})"),
    re.compile(f"{_ONSET}(?:{_rimes(_CLOSED)}){_NASALS}"),
    re.compile(f"{_ONSET}(?:{_rimes(_CLOSED)}){_STOPS}"),
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Letters that neither old encoding could store: the text is Unicode.
_MODERN = re.compile("[\u1ea0-\u1ef9ĂăĐđĨĩŨũƠơƯư]")
# Signs of measures, beside figures or alone.
_SIGNS = re.compile(r"(?<![^\W\d_])[×÷±½¼¾Øøµ°](?![^\W\d_])")
_BETWEEN_WORDS = re.compile(r"[\s\d!-/:-@\[-`{-~–—“”‘’…]+")
# Signs no Vietnamese or French word holds inside, and every TCVN3 text has some of.
_TELLTALE = re.compile(r"[a-z][µ¶·¸¹¨»¼½¾©ª«¬®\u00ad]|[µ¶·¸¹¨»¼½¾©ª«¬®\u00ad][a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class Legacy:
    """What became of a text: its encoding ("tcvn3", "vni"), or doubt."""

    text: str
    encoding: str | None
    is_doubtful: bool = False


def is_syllable(word: str) -> bool:
    """Whether `word` is spelled like a Vietnamese syllable: its rime, its tone and their place."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(letters)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONES.sub("", letters))
    if tones:
        before = letters[: letters.index(tones[0])]
        bearer = sum(not unicodedata.combining(c) for c in before)
        plain = f"{plain[:bearer]}T{plain[bearer:]}"
    opened, hummed, stopped = _SYLLABLES
    if opened.fullmatch(plain) or hummed.fullmatch(plain):
        return True
    return stopped.fullmatch(plain) is not None and (not tones or tones[0] in _TONE_OF_STOPS)


def modernise(text: str) -> Legacy:
    """Convert `text` where its old encoding is certain."""
    if text.isascii() or _MODERN.search(unicodedata.normalize("NFC", text)) or _reads_well(text):
        return Legacy(text, None)
    found = []
    for encoding, converted in (
        ("tcvn3", "".join(_TCVN3.get(c, c) for c in text)),
        ("vni", _VNI_PATTERN.sub(lambda found: _VNI[found.group()], text)),
    ):
        if converted != text and _reads_well(converted) and fold(converted) != fold(text):
            found.append(Legacy(unicodedata.normalize("NFC", converted), encoding))
    if len(found) == 1:
        return found[0]
    return Legacy(text, None, is_doubtful=bool(found) or _TELLTALE.search(text) is not None)


def _reads_well(text: str) -> bool:
    """Whether every word with marks is a Vietnamese syllable."""
    marked = [w for w in _BETWEEN_WORDS.split(_SIGNS.sub(" ", text)) if w and not w.isascii()]
    return all(is_syllable(word) for word in marked)
