"""Invoices and credit notes: numbered without gaps, frozen, printed by the browser."""
