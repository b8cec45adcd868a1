"""The synthetic country: legacy deliveries, register documents and personas from one seed.

Plain Python. It knows the portal's identifiers and nothing else of it. Under one folder it writes:

* `NEMIDERHV_<date>_<sequence>/`: eight CSV files and `manifest.json` (`rows` counts the lines between
  header and trailer); `.zip` beside it if asked for.
* `register/companies.jsonl`: a `Vrvirksomhed` document per line, in the order of the CVR numbers;
  `register/delta.jsonl`: what happens to companies later; `register/delta_<sequence>.jsonl`: companies
  that are new in a legacy delta.
* `personas.json`: who can log in. `cast.json`: the companies with fixed roles, by role, with the keys
  of their people; which of them shows which decision (D01–D08); to whom register events happen.
* `expected/<delivery>.json`: the balance an importer must find by file, how many lines were spoilt by
  code (R03 counts what hangs on a rejected row), and the first lines of each code (header = line 1).
* With the tiny preset, `F01/` … `F09/` and their variants: deliveries to be refused; `OK-…/`: unusual
  ones to be accepted.
"""
