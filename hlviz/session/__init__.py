"""The living objects behind a window: the editor, the run, the playback, the selection. QtCore and QtGui, no widgets."""
