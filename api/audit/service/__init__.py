"""What other modules ask of the trail."""

from api.audit.rules import NATIONAL, cut_before
from api.audit.service.cutting import cut
from api.audit.service.sealing import chains_to_seal, seal_lines
from api.audit.service.trail import (
    NAMES,
    export_audit_entries,
    last_acts,
    list_audit_entries,
    record,
    record_refused,
)
from api.audit.service.verifying import Findings, get_audit_chain, verify, verify_and_note

__all__ = [
    "NAMES",
    "NATIONAL",
    "Findings",
    "chains_to_seal",
    "cut",
    "cut_before",
    "export_audit_entries",
    "get_audit_chain",
    "last_acts",
    "list_audit_entries",
    "record",
    "record_refused",
    "seal_lines",
    "verify",
    "verify_and_note",
]
