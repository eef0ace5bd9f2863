"""Names that the words of a report's type may hold (`core.placeholders`)."""

IN_WORDS = ("plan", "issued_on", "issuer", "title", "addressees", "year", "first", "last")
IN_RECIPIENTS = ("unit",)
IN_LABEL = ("year", "number")
