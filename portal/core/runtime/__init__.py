"""The servers `up` and `verify` bring along, and the parent that keeps them: nothing here starts under production."""
