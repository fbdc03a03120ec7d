"""The steps from an OSCE-style JSON case to a playable scenario; `bedside.interop.osce_json` is the door."""
