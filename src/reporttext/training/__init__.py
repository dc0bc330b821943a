"""Training of the section model: examples from headed reports, the fit, the examination, corrections of users.

Nothing here is needed to read reports. scikit-learn and scipy are imported where they are used.
"""
