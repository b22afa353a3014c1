"""Numbers in motion: a project becomes a network, the network learns, and sealed frames of it come out. Threads, but no Qt."""
