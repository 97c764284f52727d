"""The retail plugin's own sequence of migrations."""
