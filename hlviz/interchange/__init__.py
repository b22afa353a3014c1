"""What leaves hlviz for other programs: code, weights, tables and films of a trained network. Bytes in memory, no files, no Qt.

To add a format, write what makes its bytes and a row in ``hlviz.interchange.formats.FORMATS``: the menu, the command line and the
Python interface read that table.
"""
