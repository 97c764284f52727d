"""What is wrong with a theme: read, not drawn, so that it can be said before anybody sees a page of it."""
