"""What schemathesis sends, after the cleaning that Matricula does: its limits count what is left of a text."""

import unicodedata

import schemathesis

# Embeddings, overrides and isolates (Unicode Standard Annex 9, section 2).
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(value):
    """The same, with a sign that is kept in the place of each that would be taken away."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value)
        return "".join("…" if is_taken_away(char) else char for char in composed)
    if isinstance(value, list):
        return [clean(entry) for entry in value]
    if isinstance(value, dict):
        return {clean(key): clean(entry) for key, entry in value.items()}
    return value


def is_taken_away(char):
    return unicodedata.category(char) == "Cc" or char.isspace() or char in TURNING


@schemathesis.hook
def map_query(context, query):
    return clean(query)


@schemathesis.hook
def map_body(context, body):
    return clean(body)
