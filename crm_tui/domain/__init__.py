"""The rules of the trade: frozen values and pure functions, free of screens, SQL and clocks."""
