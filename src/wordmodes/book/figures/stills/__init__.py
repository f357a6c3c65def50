"""Still pictures of the explorers, for readers without JavaScript and for print: one module each."""
