"""Web pages to lines, whatever file they came in: tree, main text, lines, what the page says of it."""
