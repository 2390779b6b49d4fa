"""Who stands with or against whom. Start with `finder`, the stage; `grammar` is what it is handed of the rules."""
