"""Rooms: shared documents with one writer and many readers, without a transport."""
