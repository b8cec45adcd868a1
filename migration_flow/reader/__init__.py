"""Reading a delivery: manifest, lines, fields. No database; what leaves here carries no CPR number in clear."""

from migration_flow.reader.package import Entry, Package, Refused, open_package
from migration_flow.reader.records import Record, records

__all__ = ["Entry", "Package", "Record", "Refused", "open_package", "records"]
