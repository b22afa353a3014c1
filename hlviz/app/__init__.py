"""The only place that knows everyone: it makes the session and the window, joins them, and runs them."""
