"""Who says what: quotations, their speakers, and whom a statement is put down to."""
