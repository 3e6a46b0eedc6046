"""Calendars of RFC 5545: reading when somebody is busy, in a process apart; writing a feed."""
