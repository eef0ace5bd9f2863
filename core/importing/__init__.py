"""The department's workbook into the register: one flow for the command and the web."""
