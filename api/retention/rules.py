"""What is said in place of a name, and how much is done at once."""

GONE = "Membre parti"
"""The name of who left and was erased, wherever theirs stood."""

GONE_GIVEN, GONE_FAMILY = GONE.split()

SOMEBODY = "Un membre"
"""Who asked, of a request that names nobody any more and was made for no structure."""

BATCH = 50
"""What one transaction does at most: others wait little, and what fails is little to do again."""
