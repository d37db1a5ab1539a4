"""The settings: what config.toml holds, read and changed in place."""
