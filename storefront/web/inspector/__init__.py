"""For designers, with `serve --debug` only: which fragment is which, and pages that follow what is saved."""
