"""Who wants to sell here: his application, its documents and review, the commission agreed, what the law counts."""
