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
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(iêu|yêu|oai|oay|uây|uôi|ươi|ươu|uya|uyê|uyu|oeo|ia|iê|iu|yê|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uê"
    r"|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|ai|ao|au|ay|âu|ây|eo|êu|[aăâeêioôơuưy])"
    r"(ch|nh|ng|[cmnpt])?"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Signs no Vietnamese or French word holds inside, and every TCVN3 text has some of.
_TELLTALE = re.compile(r"[a-z][µ¶·¸¹¨»¼½¾©ª«¬®\u00ad]|[µ¶·¸¹¨»¼½¾©ª«¬®\u00ad][a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class Legacy:
    """What became of a text: its encoding ("tcvn3", "vni"), or doubt."""

    text: str
    encoding: str | None
    is_doubtful: bool = False


def is_syllable(word: str) -> bool:
    """Whether `word` has the shape of a Vietnamese syllable with at most one tone."""
    letters = unicodedata.normalize("NFD", word.lower())
    if len(_TONES.findall(letters)) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", letters))) is not None


def modernise(text: str) -> Legacy:
    """Convert `text` where its old encoding is certain."""
    if text.isascii() or _reads_well(text):
        return Legacy(text, None)
    for encoding, converted in (
        ("tcvn3", "".join(_TCVN3.get(c, c) for c in text)),
        ("vni", _VNI_PATTERN.sub(lambda found: _VNI[found.group()], text)),
    ):
        if converted != text and _reads_well(converted) and fold(converted) != fold(text):
            return Legacy(unicodedata.normalize("NFC", converted), encoding)
    return Legacy(text, None, is_doubtful=_TELLTALE.search(text) is not None)


def _reads_well(text: str) -> bool:
    """Whether every word with marks is a Vietnamese syllable."""
    marked = [w for w in re.split(r"[\s\d,.;:/()\"'&+_%-]+", text) if w and not w.isascii()]
    return all(is_syllable(word) for word in marked)
