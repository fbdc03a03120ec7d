"""What people do in an encounter: one folder an activity."""
