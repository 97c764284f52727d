CREATE INDEX "offer_currency_active" ON "offer" ("currency", "active");
CREATE INDEX "offer_price_currency" ON "offer_price" ("currency");
