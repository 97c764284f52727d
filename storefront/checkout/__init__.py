"""The steps from cart to purchase."""
