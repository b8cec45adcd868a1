"""The servers `up` and `verify` bring along, and the parent that keeps them. Never under production."""
