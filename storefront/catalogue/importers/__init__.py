"""Reading what other shop systems export: files in, product records and issues out."""
