"""Conversations: threads about a product, an order, a case or a plugin's noun, between buyer, seller and shop."""
