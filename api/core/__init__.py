"""What every module stands on, and what knows nothing of health care."""
