"""SQL twins of `core.vietnamese`, immutable so that generated columns may use them."""

from django.db import migrations

LETTERS_UP = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS_LOW = LETTERS_UP.lower()
TONES = {0x0300: "À", 0x0309: "Á", 0x0303: "Â", 0x0301: "Ã", 0x0323: "Ä"}
QUALITIES = {0x0306: "{", 0x0302: "|", 0x031B: "}"}
REST = "".join(chr(c) for c in range(0x0300, 0x0370) if c not in TONES and c not in QUALITIES)
MARKS = "".join(map(chr, QUALITIES))
MARKS_TO = "".join(QUALITIES.values())
ALL = "".join(chr(c) for c in range(0x0300, 0x0370))


def quoted(text: str) -> str:
    """A SQL string constant in ASCII: combining marks must not be normalised by an editor."""
    return "U&'" + "".join(c if c.isascii() else f"\\{ord(c):04x}" for c in text) + "'"


def function(name: str, returns: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}(value text) RETURNS {returns}"
        f" LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT {body} $$;"
    )


def fold() -> str:
    source, target = quoted(LETTERS_UP + "Đđ" + ALL), quoted(LETTERS_LOW + "dd")
    return f"translate(normalize(value, NFD), {source}, {target})"


def ordered(tones: str, tones_to: str) -> str:
    source = quoted(LETTERS_UP + MARKS + tones + "Đ" + REST)
    target = quoted(LETTERS_LOW + MARKS_TO + tones_to + "đ")
    return f"replace(translate(normalize(value, NFD), {source}, {target}), {quoted('đ')}, 'd{{')"


def primary() -> str:
    tones = "".join(map(chr, TONES))
    source = quoted(LETTERS_UP + MARKS + "Đ" + REST + tones)
    target = quoted(LETTERS_LOW + MARKS_TO + "đ")
    return f"replace(translate(normalize(value, NFD), {source}, {target}), {quoted('đ')}, 'd{{')"


SECONDARY = ordered("".join(map(chr, TONES)), "".join(TONES.values()))
WORDS = "array_remove(regexp_split_to_array(core_fold(value), '[^a-z0-9]+'), '')"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(function("core_fold", "text", fold()), "DROP FUNCTION core_fold(text);"),
        migrations.RunSQL(
            function("core_sort_key", "text", f"{primary()} || chr(1) || {SECONDARY}"),
            "DROP FUNCTION core_sort_key(text);",
        ),
        migrations.RunSQL(
            function("core_search_vector", "tsvector", f"array_to_tsvector({WORDS})"),
            "DROP FUNCTION core_search_vector(text);",
        ),
    ]
