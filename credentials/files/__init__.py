"""Reading tables that anyone may send, CSV or XLSX, and writing CSV that is safe to open. Plain Python: no Django."""
