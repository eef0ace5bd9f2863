import pytest

from core.legacy_encodings import is_syllable, modernise


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("C«ng ty TNHH ViÖt H­ng", "tcvn3", "Công ty TNHH Việt Hưng"),
        ("T©n Ph­íc", "tcvn3", "Tân Phước"),
        ("Coâng ty TNHH Vieät Höng", "vni", "Công ty TNHH Việt Hưng"),
        ("huyeän Chaâu Thaønh", "vni", "huyện Châu Thành"),
        ("NGUYEÃN VAÊN", "vni", "NGUYỄN VĂN"),
    ],
)
def test_old_encodings_are_converted(text, encoding, expected):
    found = modernise(text)
    assert (found.encoding, found.text, found.is_doubtful) == (encoding, expected, False)


@pytest.mark.parametrize(
    "text",
    [
        "Công ty CP Nestlé Café Crème",
        "CÔNG TY TNHH",
        "Müller & Söhne",
        "Số 5, đường Lê Lợi, Phường 1",
        "Hoà Bình thuỷ sản",
        "Krông Pắc",
        "plain",
    ],
)
def test_modern_text_is_left_alone(text):
    found = modernise(text)
    assert (found.encoding, found.text, found.is_doubtful) == (None, text, False)


def test_doubtful_text_stays_with_a_doubt():
    found = modernise("C«ng ty xyz©qq")
    assert (found.encoding, found.text, found.is_doubtful) == (None, "C«ng ty xyz©qq", True)


def test_syllables():
    assert all(map(is_syllable, ("nghiêng", "Phước", "quý", "giếng", "ơ", "khuỷu")))
    assert not any(map(is_syllable, ("nestlộ", "mỹller", "hoãá", "wô")))
