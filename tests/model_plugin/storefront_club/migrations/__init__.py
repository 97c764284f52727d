"""The club's own sequence of migrations."""
