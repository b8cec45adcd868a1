"""Files of employees as companies have them: CSV in every common shape, and XLSX; hostile ones are refused
early."""

from identities.reader.columns import FIELDS, guess_mapping
from identities.reader.rows import Read, read_row
from identities.reader.tables import FileRefused, Table, read_table

__all__ = ["FIELDS", "FileRefused", "Read", "Table", "guess_mapping", "read_row", "read_table"]
