# A quote behind a bracket that is never closed pairs with nothing.
[].{".'
