"""Course folders: read, check, release and place what trainers write."""
