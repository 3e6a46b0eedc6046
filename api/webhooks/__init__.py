"""What software of requesters is told: signed messages, in order, again until they are taken."""
