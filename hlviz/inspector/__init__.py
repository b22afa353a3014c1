"""The forms: pieces to drag, the data, how to train, and the run's buttons. Each asks the editor and draws what it is told."""
