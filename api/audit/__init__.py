"""Who did what, and who read whose identity: a trail that can only grow."""
