"""What is kept: the ledger of a run, and the store of events."""
