"""Words that administrators write with {names} in them, filled when they are used."""


def filled(text: str, **values: object) -> str:
    """`text` with each {name} replaced; a name nobody knows stays as it was written."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
