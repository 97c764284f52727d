"""Running a shop: backup and restore, the doctor, health, metrics."""
