"""Messages to people: written with what they tell, sent by several ways, with what came of each."""
