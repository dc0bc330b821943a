"""Whether a figure is achieved, a target, a shortcoming or only a reference."""
