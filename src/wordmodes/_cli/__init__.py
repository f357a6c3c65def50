"""What the command's subcommands do; `wordmodes.cli` reads their arguments."""
