"""The diagram: one hand-painted widget in which a network is designed and watched."""
