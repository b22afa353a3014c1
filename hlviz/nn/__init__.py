"""Arrays in, arrays out: the network, its mathematics and nothing else. NumPy only.

The letters are the field's: ``W`` of shape (n_in, n_out), ``b`` of shape (n_out,), pre-activation ``z = a_prev @ W + b``,
activation ``a = f(z)``, delta = ∂L/∂z. Samples are rows.
"""
