"""People, their addresses, and later their accounts."""
