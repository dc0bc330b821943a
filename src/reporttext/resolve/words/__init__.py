"""The words round figures: what each can be, which may name a figure, and which say nothing."""
