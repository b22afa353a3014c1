"""Small widgets that know nothing of networks: each draws itself from the ``Theme`` it is shown."""
