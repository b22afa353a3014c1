"""One window: its docks, its actions as data, the menus, toolbar and command palette made from them, its dialogs."""
