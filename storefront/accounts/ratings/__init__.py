"""What buyers and sellers say of each other after a sale, and figures of sellers computed from what happened."""
