"""What all requests share: a number, a header on the board, a timeline, a message thread."""
