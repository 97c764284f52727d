"""Daily reconciliation: a provider's report against the ledger against the orders; what differs is named and kept."""
