"""How rows of a file become results: columns, cells, faults. Plain Python: no Django, no database, no clock."""
