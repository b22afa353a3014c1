"""One object a gesture: it is moved, and ended or cancelled."""
