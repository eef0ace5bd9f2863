"""An enterprise's name without its legal form, for finding the same one spelled otherwise."""

from core.vietnamese import match_key

# As `match_key` writes them; the longer ones first, so that none leaves a part of itself behind.
LEGAL_FORMS = (
    "cong ty trach nhiem huu han mot thanh vien",
    "cong ty trach nhiem huu han",
    "cong ty tnhh mot thanh vien",
    "chi nhanh",
    "van phong dai dien",
    "cong ty tnhh mtv",
    "cong ty tnhh",
    "cong ty co phan",
    "cong ty hop danh",
    "doanh nghiep tu nhan",
    "lien hiep hop tac xa",
    "cty tnhh mtv",
    "cong ty cp",
    "cong ty",
    "cty tnhh",
    "cty co phan",
    "cty cp",
    "hop tac xa",
    "ho kinh doanh",
    "to hop tac",
    "dntn",
    "cty",
    "htx",
    "hkd",
)


def bare_words(name: str) -> list[str]:
    """Folded words of `name` that tell it from others; all of them where nothing else is left."""
    key = match_key(name)
    bare = key
    while form := next((f for f in LEGAL_FORMS if f"{bare} ".startswith(f"{f} ")), ""):
        bare = bare[len(form) :].strip()
    return (bare or key).split()
