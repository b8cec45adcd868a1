"""Reading a delivery: manifest, checksums, lines, fields. No database; what leaves here carries no CPR number in
clear, except the text of rejected rows, which the caller encrypts."""

from migration_flow.reader.check import Checked, check_file
from migration_flow.reader.lines import raw_lines
from migration_flow.reader.package import Entry, Package, Refused, open_package
from migration_flow.reader.part import Batch, Part, Rejected, read_part

__all__ = ["Batch", "Checked", "Entry", "Package", "Part", "Refused", "Rejected", "check_file", "open_package",
           "raw_lines", "read_part"]  # fmt: skip
