"""Money that lies with the shop itself: store credit, gift cards, and what came without being waited for."""
