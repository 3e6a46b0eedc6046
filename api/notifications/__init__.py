"""Messages to people: on screen and by e-mail, deferred in the transaction, with what came of each."""
