"""What the patient understands, knows, feels and says."""
