"""The person a request is about: their identity, who may read it, and when it is forgotten."""
