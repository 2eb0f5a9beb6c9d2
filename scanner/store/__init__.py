"""One SQLite file: what was read and where to go on, a content-free index, and the sealed cases.

One file, so that a page's cursor and what is kept of it are committed together. Whatever could name a person in it is either
a keyed token or encrypted; the key lies outside.
"""
