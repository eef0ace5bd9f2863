"""Administrative documents under Nghị định 30/2020/NĐ-CP, one model for PDF and DOCX."""
