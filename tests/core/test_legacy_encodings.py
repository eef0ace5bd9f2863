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


@pytest.mark.parametrize(
    "text",
    [
        "Kích thước 3×4",
        "Thép Ø10",
        "Bao 25×50 cm, Bình Minh",
        "Gạo 5÷10%",
        "½ kg",
        "Bình Phú – Cần Thơ",
    ],
)
def test_signs_of_measures_are_no_old_letters(text):
    assert modernise(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xaõ An Bình", "Xã An Bình"),
        ("Thò traán Thanh Bình", "Thị trấn Thanh Bình"),
        ("Toâm", "Tôm"),
        ("Coâng ty – Minh Phuùc", "Công ty – Minh Phúc"),
    ],
)
def test_vni_is_told_from_tcvn3_by_spelling(text, expected):
    found = modernise(text)
    assert (found.encoding, found.text) == ("vni", expected)


@pytest.mark.parametrize(
    "word",
    [
        *("hoà", "hòa", "thuỷ", "thủy", "quốc", "giữa", "múa", "nghĩa", "xoáy", "ngoéo", "khuấy"),
        *("khoét", "loắt", "ươm", "nguyễn", "yểu", "thuở", "tuệ", "già", "gì", "xoong", "bướu"),
    ],
)
def test_every_rime_is_a_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["xaõ", "traỏn", "toõm", "mìc", "bànt", "ăì", "hoãá"])
def test_a_tone_in_the_wrong_place_is_none(word):
    assert not is_syllable(word)
