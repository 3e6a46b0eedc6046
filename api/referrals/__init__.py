"""What one part of care asks of another: siblings, of which none imports another."""
