"""The synthetic country: legacy deliveries, register documents and personas from one seed.

Plain Python. It knows the portal's identifiers and nothing else of it.
"""
