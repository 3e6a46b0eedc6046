"""Reading of the national directory files (PS_LibreAcces, « Annuaire Santé » of the ANS). Pure: no database.

`read(paths, communes, report)` streams the files and gives the professionals who practise in the communes.
"""

from api.directory.rpps.reader import read
from api.directory.rpps.records import (
    Certainty,
    Ignored,
    Issue,
    Report,
    RppsActivity,
    RppsPerson,
    SavoirFaire,
)
from api.directory.rpps.source import UnreadableFile

__all__ = [
    "Certainty",
    "Ignored",
    "Issue",
    "Report",
    "RppsActivity",
    "RppsPerson",
    "SavoirFaire",
    "UnreadableFile",
    "read",
]
