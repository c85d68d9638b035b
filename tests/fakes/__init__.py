"""Stand-ins for the ports. Each passes the contract test of the adapter that it stands for."""
