"""Files of hlviz's own: the project file, how it gets to disk whole, and where a training comes from on the command line."""

from hlviz.files.project_file import Saved, read_project, write_project

__all__ = ["Saved", "read_project", "write_project"]
