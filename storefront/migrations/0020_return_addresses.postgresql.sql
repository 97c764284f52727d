CREATE TABLE "return_address" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "countries" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE CASCADE
);
CREATE INDEX "return_address_seller_id" ON "return_address" ("seller_id");
