"""`make chaos`: kills while people work, then a recount of everything that was accepted."""
