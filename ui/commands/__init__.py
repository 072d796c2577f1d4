"""The commands, a module each; importing one loads nothing that it needs only when it runs."""
