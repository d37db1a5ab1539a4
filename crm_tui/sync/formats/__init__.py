"""File formats: each turns a file into records (`crm_tui.sync.record`), or records into a file."""
