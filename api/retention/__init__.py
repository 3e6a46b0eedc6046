"""What is kept for how long (domain rules §7.2.5): members who left, their accounts, what happened long ago.

The identity of patients goes with each request (`api.cases.service.retention`).

The whole table, by table of the database, stands in docs/security.md; what was weighed, in decision 0059.
"""
