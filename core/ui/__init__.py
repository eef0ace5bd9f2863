"""Generic pages of registers: declared once per model, alike everywhere."""
