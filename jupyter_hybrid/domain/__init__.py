"""Rules of training: standard library only, no input or output."""
