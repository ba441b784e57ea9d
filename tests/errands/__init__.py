"""An app for proofs with real processes: it declares notifications, and works in a hurry when told to."""
