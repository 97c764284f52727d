CREATE TABLE "seller_model" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "business_model" VARCHAR(60) NOT NULL,
    FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "seller_model_seller_id_business_model" ON "seller_model" ("seller_id", "business_model");
