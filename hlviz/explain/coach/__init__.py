"""The coach: looks at a network that learns, and says what ails it, by what numbers that is known, and what would help."""
