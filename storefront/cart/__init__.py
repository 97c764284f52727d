"""The cart: lines of any business model side by side, in groups that become orders."""
