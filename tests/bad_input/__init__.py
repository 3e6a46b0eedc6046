"""Bad input that no module owns alone: refused by name, and nothing is kept.

Files of the directory: tests/directory. Ids of another community: tests/test_other_community.py. A port
that is taken, a folder that cannot be written: tests/test_serve.py, tests/core/test_devdb.py. Shapes, JSON
and scopes of every operation: tests/contract/test_refused_everywhere.py.
"""
