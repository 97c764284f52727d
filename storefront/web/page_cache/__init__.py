"""The page cache: whole pages kept compressed before Flask wakes, with holes for what is somebody's own.

`recording` is how a page says that it may be kept, `entries` what is kept, `stores` where, `asking` under which
key, `layer` the WSGI callable around the application.
"""
