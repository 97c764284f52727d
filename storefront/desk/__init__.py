"""The desk: pages under /desk for staff and sellers, all on the features' own actions."""
