"""The kinds of check: one file each, found by name. A file has `find(view)`, which yields what does not agree."""
