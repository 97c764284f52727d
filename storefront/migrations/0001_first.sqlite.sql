CREATE TABLE "purchase" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "token" VARCHAR(64) NOT NULL,
    "cart_token" VARCHAR(64) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "country" VARCHAR(2) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "total" INTEGER NOT NULL,
    "provider" VARCHAR(40) NOT NULL,
    "placed_at" VARCHAR(27) NOT NULL,
    "demo" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "purchase_token" ON "purchase" ("token");
CREATE UNIQUE INDEX "purchase_cart_token" ON "purchase" ("cart_token");
CREATE TABLE "payment" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "purchase_id" INTEGER NOT NULL,
    "provider" VARCHAR(40) NOT NULL,
    "reference" VARCHAR(120) NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "answer" TEXT NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "asked_at" VARCHAR(27),
    "expires_at" VARCHAR(27),
    "settled_at" VARCHAR(27),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")
);
CREATE UNIQUE INDEX "payment_key" ON "payment" ("key");
CREATE INDEX "payment_purchase_id" ON "payment" ("purchase_id");
CREATE INDEX "payment_reference" ON "payment" ("reference");
CREATE INDEX "payment_state" ON "payment" ("state");
CREATE TABLE "orders" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "number" VARCHAR(24) NOT NULL,
    "purchase_id" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "business_model" VARCHAR(40) NOT NULL,
    "state" VARCHAR(40) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "net" INTEGER NOT NULL,
    "tax" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "freight" INTEGER NOT NULL,
    "buyer" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "seller" TEXT NOT NULL,
    "frozen" TEXT NOT NULL,
    "po_number" VARCHAR(60) NOT NULL,
    "placed_at" VARCHAR(27) NOT NULL,
    "closed_at" VARCHAR(27),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")
);
CREATE UNIQUE INDEX "orders_number" ON "orders" ("number");
CREATE INDEX "orders_purchase_id" ON "orders" ("purchase_id");
CREATE INDEX "orders_seller_id" ON "orders" ("seller_id");
CREATE INDEX "orders_business_model" ON "orders" ("business_model");
CREATE TABLE "installment" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "paid" INTEGER NOT NULL,
    "due" VARCHAR(60) NOT NULL,
    "due_at" VARCHAR(27),
    "cancelled" INTEGER NOT NULL,
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE INDEX "installment_order_id" ON "installment" ("order_id");
CREATE TABLE "allocation" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "payment_id" INTEGER NOT NULL,
    "installment_id" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    FOREIGN KEY ("payment_id") REFERENCES "payment" ("id"),
    FOREIGN KEY ("installment_id") REFERENCES "installment" ("id")
);
CREATE INDEX "allocation_payment_id" ON "allocation" ("payment_id");
CREATE INDEX "allocation_installment_id" ON "allocation" ("installment_id");
CREATE TABLE "attribute" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "code" VARCHAR(100) NOT NULL,
    "labels" TEXT NOT NULL,
    "facet" INTEGER NOT NULL,
    "position" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "attribute_code" ON "attribute" ("code");
CREATE TABLE "attribute_value" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "attribute_id" INTEGER NOT NULL,
    "code" VARCHAR(100) NOT NULL,
    "labels" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    FOREIGN KEY ("attribute_id") REFERENCES "attribute" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "attribute_value_attribute_id_code" ON "attribute_value" ("attribute_id", "code");
CREATE TABLE "cart" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "token" VARCHAR(64) NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "updated_at" VARCHAR(27) NOT NULL,
    "codes" TEXT NOT NULL,
    "answers" TEXT NOT NULL
);
CREATE UNIQUE INDEX "cart_token" ON "cart" ("token");
CREATE INDEX "cart_updated_at" ON "cart" ("updated_at");
CREATE TABLE "category" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "slug" VARCHAR(120) NOT NULL,
    "parent_id" INTEGER,
    "path" VARCHAR(255) NOT NULL,
    "position" INTEGER NOT NULL,
    "demo" INTEGER NOT NULL,
    FOREIGN KEY ("parent_id") REFERENCES "category" ("id")
);
CREATE UNIQUE INDEX "category_slug" ON "category" ("slug");
CREATE INDEX "category_parent_id" ON "category" ("parent_id");
CREATE INDEX "category_path" ON "category" ("path");
CREATE TABLE "product" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "slug" VARCHAR(200) NOT NULL,
    "category_id" INTEGER,
    "brand" VARCHAR(200) NOT NULL,
    "hs_code" VARCHAR(14) NOT NULL,
    "origin" VARCHAR(2) NOT NULL,
    "tax_class" VARCHAR(40) NOT NULL,
    "measure_quantity" INTEGER,
    "measure_unit" VARCHAR(10) NOT NULL,
    "manufacturer_name" VARCHAR(200) NOT NULL,
    "manufacturer_address" VARCHAR(400) NOT NULL,
    "manufacturer_email" VARCHAR(254) NOT NULL,
    "manufacturer_country" VARCHAR(2) NOT NULL,
    "responsible_name" VARCHAR(200) NOT NULL,
    "responsible_address" VARCHAR(400) NOT NULL,
    "responsible_email" VARCHAR(254) NOT NULL,
    "responsible_country" VARCHAR(2) NOT NULL,
    "restrictions" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "published" INTEGER NOT NULL,
    "hidden" INTEGER NOT NULL,
    "popularity" INTEGER NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "updated_at" VARCHAR(27) NOT NULL,
    "demo" INTEGER NOT NULL,
    FOREIGN KEY ("category_id") REFERENCES "category" ("id")
);
CREATE UNIQUE INDEX "product_slug" ON "product" ("slug");
CREATE INDEX "product_category_id" ON "product" ("category_id");
CREATE TABLE "remote_picture" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "url" VARCHAR(1000) NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "attempts" INTEGER NOT NULL,
    "due_at" VARCHAR(27) NOT NULL,
    "leased_until" VARCHAR(27),
    "reason" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "widths" TEXT NOT NULL,
    "formats" TEXT NOT NULL,
    "ground" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "remote_picture_key" ON "remote_picture" ("key");
CREATE INDEX "remote_picture_state_due_at" ON "remote_picture" ("state", "due_at");
CREATE TABLE "image" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "source_url" VARCHAR(1000) NOT NULL,
    "remote_id" INTEGER,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "widths" TEXT NOT NULL,
    "formats" TEXT NOT NULL,
    "ground" INTEGER NOT NULL,
    "alt" TEXT NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("remote_id") REFERENCES "remote_picture" ("id") ON DELETE SET NULL
);
CREATE INDEX "image_product_id" ON "image" ("product_id");
CREATE INDEX "image_remote_id" ON "image" ("remote_id");
CREATE TABLE "variant" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "sku" VARCHAR(120) NOT NULL,
    "position" INTEGER NOT NULL,
    "gtin" VARCHAR(14) NOT NULL,
    "manufacturer_code" VARCHAR(100) NOT NULL,
    "weight_grams" INTEGER NOT NULL,
    "length_mm" INTEGER NOT NULL,
    "width_mm" INTEGER NOT NULL,
    "height_mm" INTEGER NOT NULL,
    "image_id" INTEGER,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("image_id") REFERENCES "image" ("id") ON DELETE SET NULL
);
CREATE INDEX "variant_product_id" ON "variant" ("product_id");
CREATE UNIQUE INDEX "variant_sku" ON "variant" ("sku");
CREATE INDEX "variant_image_id" ON "variant" ("image_id");
CREATE TABLE "seller" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "slug" VARCHAR(120) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "trader" INTEGER NOT NULL,
    "legal_name" VARCHAR(200) NOT NULL,
    "address" TEXT NOT NULL,
    "country" VARCHAR(2) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "phone" VARCHAR(40) NOT NULL,
    "register_number" VARCHAR(100) NOT NULL,
    "vat_id" VARCHAR(40) NOT NULL,
    "founded" INTEGER,
    "demo" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "seller_slug" ON "seller" ("slug");
CREATE TABLE "stock" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "variant_id" INTEGER,
    "label" VARCHAR(200) NOT NULL,
    "tracked" INTEGER NOT NULL,
    "on_hand" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL,
    FOREIGN KEY ("seller_id") REFERENCES "seller" ("id"),
    FOREIGN KEY ("variant_id") REFERENCES "variant" ("id") ON DELETE CASCADE,
    CHECK (reserved >= 0),
    CHECK (on_hand >= 0)
);
CREATE INDEX "stock_seller_id" ON "stock" ("seller_id");
CREATE INDEX "stock_variant_id" ON "stock" ("variant_id");
CREATE TABLE "offer" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "variant_id" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "business_model" VARCHAR(40) NOT NULL,
    "audience" VARCHAR(100) NOT NULL,
    "stock_id" INTEGER,
    "currency" VARCHAR(3) NOT NULL,
    "price" INTEGER NOT NULL,
    "reduced_price" INTEGER,
    "reduced_from" VARCHAR(27),
    "reduced_until" VARCHAR(27),
    "per" INTEGER NOT NULL,
    "tax_included" INTEGER NOT NULL,
    "tax_country" VARCHAR(2) NOT NULL,
    "minimum" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "active" INTEGER NOT NULL,
    "valid_until" VARCHAR(27),
    "demo" INTEGER NOT NULL,
    FOREIGN KEY ("variant_id") REFERENCES "variant" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("seller_id") REFERENCES "seller" ("id"),
    FOREIGN KEY ("stock_id") REFERENCES "stock" ("id"),
    CHECK (price >= 0)
);
CREATE INDEX "offer_seller_id" ON "offer" ("seller_id");
CREATE INDEX "offer_stock_id" ON "offer" ("stock_id");
CREATE UNIQUE INDEX "offer_variant_id_seller_id_business_model_audience" ON "offer" ("variant_id", "seller_id", "business_model", "audience");
CREATE TABLE "cart_line" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "cart_id" INTEGER NOT NULL,
    "offer_id" INTEGER,
    "quantity" INTEGER NOT NULL,
    "terms" TEXT NOT NULL,
    "terms_key" VARCHAR(64) NOT NULL,
    "title" VARCHAR(300) NOT NULL,
    "shown_price" INTEGER,
    "shown_currency" VARCHAR(3) NOT NULL,
    "added_at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("cart_id") REFERENCES "cart" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("offer_id") REFERENCES "offer" ("id") ON DELETE SET NULL
);
CREATE INDEX "cart_line_offer_id" ON "cart_line" ("offer_id");
CREATE UNIQUE INDEX "cart_line_cart_id_offer_id_terms_key" ON "cart_line" ("cart_id", "offer_id", "terms_key");
CREATE TABLE "category_text" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "category_id" INTEGER NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "description" TEXT NOT NULL,
    FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE CASCADE
);
CREATE INDEX "category_text_category_id" ON "category_text" ("category_id");
CREATE UNIQUE INDEX "category_text_category_id_language" ON "category_text" ("category_id", "language");
CREATE TABLE "content_page" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "slug" VARCHAR(60) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "body" TEXT NOT NULL,
    "draft" INTEGER NOT NULL,
    "position" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "content_page_slug_language" ON "content_page" ("slug", "language");
CREATE TABLE "event" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "subject" VARCHAR(100) NOT NULL,
    "kind" VARCHAR(60) NOT NULL,
    "label" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "actor" VARCHAR(100) NOT NULL,
    "at" VARCHAR(27) NOT NULL
);
CREATE INDEX "event_subject_at" ON "event" ("subject", "at");
CREATE TABLE "exchange_rate" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "currency" VARCHAR(3) NOT NULL,
    "day" VARCHAR(10) NOT NULL,
    "rate" VARCHAR(30) NOT NULL,
    "source" VARCHAR(200) NOT NULL
);
CREATE UNIQUE INDEX "exchange_rate_currency_day" ON "exchange_rate" ("currency", "day");
CREATE TABLE "fact" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" VARCHAR(60) NOT NULL,
    "value" TEXT NOT NULL
);
CREATE UNIQUE INDEX "fact_name" ON "fact" ("name");
CREATE TABLE "import_run" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "digest" VARCHAR(64) NOT NULL,
    "format" VARCHAR(20) NOT NULL,
    "done" INTEGER NOT NULL,
    "finished_at" VARCHAR(27)
);
CREATE UNIQUE INDEX "import_run_digest" ON "import_run" ("digest");
CREATE TABLE "ledger_entry" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(120) NOT NULL,
    "kind" VARCHAR(40) NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "at" VARCHAR(27) NOT NULL
);
CREATE UNIQUE INDEX "ledger_entry_key" ON "ledger_entry" ("key");
CREATE INDEX "ledger_entry_subject" ON "ledger_entry" ("subject");
CREATE TABLE "ledger_line" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "entry_id" INTEGER NOT NULL,
    "account" VARCHAR(100) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "amount" INTEGER NOT NULL,
    FOREIGN KEY ("entry_id") REFERENCES "ledger_entry" ("id")
);
CREATE INDEX "ledger_line_entry_id" ON "ledger_line" ("entry_id");
CREATE INDEX "ledger_line_account_currency" ON "ledger_line" ("account", "currency");
CREATE TABLE "offer_price" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "offer_id" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "price" INTEGER NOT NULL,
    "reduced_price" INTEGER,
    FOREIGN KEY ("offer_id") REFERENCES "offer" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "offer_price_offer_id_currency" ON "offer_price" ("offer_id", "currency");
CREATE TABLE "order_line" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "stock_id" INTEGER,
    "sku" VARCHAR(120) NOT NULL,
    "quantity" INTEGER NOT NULL,
    "terms" TEXT NOT NULL,
    "unit_price" INTEGER NOT NULL,
    "net" INTEGER NOT NULL,
    "tax" INTEGER NOT NULL,
    "gross" INTEGER NOT NULL,
    "frozen" TEXT NOT NULL,
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE INDEX "order_line_order_id" ON "order_line" ("order_id");
CREATE TABLE "order_component" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "line_id" INTEGER,
    "kind" VARCHAR(40) NOT NULL,
    "label" TEXT NOT NULL,
    "reason" TEXT,
    "amount" INTEGER NOT NULL,
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id"),
    FOREIGN KEY ("line_id") REFERENCES "order_line" ("id")
);
CREATE INDEX "order_component_order_id" ON "order_component" ("order_id");
CREATE INDEX "order_component_line_id" ON "order_component" ("line_id");
CREATE TABLE "order_tax" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "line_id" INTEGER,
    "amount" INTEGER NOT NULL,
    "base" INTEGER NOT NULL,
    "rate" VARCHAR(20) NOT NULL,
    "reason" VARCHAR(60) NOT NULL,
    "jurisdiction" VARCHAR(10) NOT NULL,
    "valid_from" VARCHAR(10) NOT NULL,
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id"),
    FOREIGN KEY ("line_id") REFERENCES "order_line" ("id")
);
CREATE INDEX "order_tax_order_id" ON "order_tax" ("order_id");
CREATE INDEX "order_tax_line_id" ON "order_tax" ("line_id");
CREATE TABLE "outbox" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "kind" VARCHAR(60) NOT NULL,
    "payload" TEXT NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "due_at" VARCHAR(27) NOT NULL,
    "attempts" INTEGER NOT NULL,
    "leased_until" VARCHAR(27),
    "done_at" VARCHAR(27),
    "error" TEXT NOT NULL
);
CREATE INDEX "outbox_due_at" ON "outbox" ("due_at");
CREATE INDEX "outbox_done_at" ON "outbox" ("done_at");
CREATE TABLE "plugin_state" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" VARCHAR(60) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "changed_at" VARCHAR(27) NOT NULL
);
CREATE UNIQUE INDEX "plugin_state_name" ON "plugin_state" ("name");
CREATE TABLE "price_history" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "offer_id" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "price" INTEGER NOT NULL,
    "reduced_price" INTEGER,
    "reduced_from" VARCHAR(27),
    "reduced_until" VARCHAR(27),
    "recorded_at" VARCHAR(27) NOT NULL
);
CREATE INDEX "price_history_offer_id_currency_recorded_at" ON "price_history" ("offer_id", "currency", "recorded_at");
CREATE TABLE "product_attribute" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "value_id" INTEGER NOT NULL,
    "option" INTEGER NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("value_id") REFERENCES "attribute_value" ("id") ON DELETE CASCADE
);
CREATE INDEX "product_attribute_value_id" ON "product_attribute" ("value_id");
CREATE UNIQUE INDEX "product_attribute_product_id_value_id" ON "product_attribute" ("product_id", "value_id");
CREATE TABLE "product_category" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "category_id" INTEGER NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE CASCADE
);
CREATE INDEX "product_category_product_id" ON "product_category" ("product_id");
CREATE UNIQUE INDEX "product_category_category_id_product_id" ON "product_category" ("category_id", "product_id");
CREATE TABLE "product_text" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "title" VARCHAR(300) NOT NULL,
    "summary" VARCHAR(500) NOT NULL,
    "description" TEXT NOT NULL,
    "warnings" TEXT NOT NULL,
    "seo_title" VARCHAR(300) NOT NULL,
    "seo_description" VARCHAR(500) NOT NULL,
    "search" TEXT NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE
);
CREATE INDEX "product_text_product_id" ON "product_text" ("product_id");
CREATE UNIQUE INDEX "product_text_product_id_language" ON "product_text" ("product_id", "language");
CREATE TABLE "refund" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "payment_id" INTEGER NOT NULL,
    "order_id" INTEGER,
    "amount" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "reason" TEXT,
    "reference" VARCHAR(120) NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "settled_at" VARCHAR(27),
    FOREIGN KEY ("payment_id") REFERENCES "payment" ("id"),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE UNIQUE INDEX "refund_key" ON "refund" ("key");
CREATE INDEX "refund_payment_id" ON "refund" ("payment_id");
CREATE INDEX "refund_order_id" ON "refund" ("order_id");
CREATE TABLE "related_product" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "related_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("related_id") REFERENCES "product" ("id") ON DELETE CASCADE
);
CREATE INDEX "related_product_related_id" ON "related_product" ("related_id");
CREATE UNIQUE INDEX "related_product_product_id_related_id" ON "related_product" ("product_id", "related_id");
CREATE TABLE "reservation" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "stock_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "until" VARCHAR(27),
    FOREIGN KEY ("stock_id") REFERENCES "stock" ("id"),
    CHECK (quantity > 0)
);
CREATE INDEX "reservation_stock_id" ON "reservation" ("stock_id");
CREATE INDEX "reservation_subject" ON "reservation" ("subject");
CREATE INDEX "reservation_until" ON "reservation" ("until");
CREATE TABLE "sandbox_charge" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "reference" VARCHAR(40) NOT NULL,
    "amount" INTEGER NOT NULL,
    "paid" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "reason" TEXT,
    "asks_buyer" INTEGER NOT NULL,
    "answers_at" VARCHAR(27),
    "webhooks" INTEGER NOT NULL,
    "refunds" TEXT NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "description" VARCHAR(200) NOT NULL,
    "return_url" TEXT NOT NULL,
    "created_at" VARCHAR(27) NOT NULL
);
CREATE UNIQUE INDEX "sandbox_charge_key" ON "sandbox_charge" ("key");
CREATE UNIQUE INDEX "sandbox_charge_reference" ON "sandbox_charge" ("reference");
CREATE TABLE "seller_text" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "description" TEXT NOT NULL,
    FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE CASCADE
);
CREATE INDEX "seller_text_seller_id" ON "seller_text" ("seller_id");
CREATE UNIQUE INDEX "seller_text_seller_id_language" ON "seller_text" ("seller_id", "language");
CREATE TABLE "shelf" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "business_model" VARCHAR(40) NOT NULL,
    "audience" VARCHAR(100) NOT NULL,
    "base_price" INTEGER NOT NULL,
    "in_stock" INTEGER NOT NULL,
    "popularity" INTEGER NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "shelf_product_id_business_model_audience" ON "shelf" ("product_id", "business_model", "audience");
CREATE INDEX "shelf_popularity_product_id" ON "shelf" ("popularity", "product_id");
CREATE INDEX "shelf_base_price_product_id" ON "shelf" ("base_price", "product_id");
CREATE INDEX "shelf_created_at_product_id" ON "shelf" ("created_at", "product_id");
CREATE TABLE "shipment" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "carrier" VARCHAR(100) NOT NULL,
    "tracking" VARCHAR(100) NOT NULL,
    "sent_at" VARCHAR(27) NOT NULL,
    "delivered_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE INDEX "shipment_order_id" ON "shipment" ("order_id");
CREATE TABLE "shipment_line" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "shipment_id" INTEGER NOT NULL,
    "order_line_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    FOREIGN KEY ("shipment_id") REFERENCES "shipment" ("id"),
    FOREIGN KEY ("order_line_id") REFERENCES "order_line" ("id")
);
CREATE INDEX "shipment_line_shipment_id" ON "shipment_line" ("shipment_id");
CREATE INDEX "shipment_line_order_line_id" ON "shipment_line" ("order_line_id");
CREATE TABLE "shipping_zone" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "countries" TEXT NOT NULL,
    "demo" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "shipping_zone_name" ON "shipping_zone" ("name");
CREATE TABLE "shipping_rate" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "zone_id" INTEGER NOT NULL,
    "code" VARCHAR(40) NOT NULL,
    "labels" TEXT NOT NULL,
    "up_to_grams" INTEGER,
    "currency" VARCHAR(3) NOT NULL,
    "price" INTEGER NOT NULL,
    "days_min" INTEGER NOT NULL,
    "days_max" INTEGER NOT NULL,
    FOREIGN KEY ("zone_id") REFERENCES "shipping_zone" ("id") ON DELETE CASCADE
);
CREATE INDEX "shipping_rate_zone_id" ON "shipping_rate" ("zone_id");
CREATE TABLE "timer" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "subject" VARCHAR(100) NOT NULL,
    "transition" VARCHAR(60) NOT NULL,
    "due_at" VARCHAR(27) NOT NULL,
    "paused" INTEGER NOT NULL
);
CREATE INDEX "timer_due_at" ON "timer" ("due_at");
CREATE UNIQUE INDEX "timer_subject_transition" ON "timer" ("subject", "transition");
CREATE TABLE "variant_option" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "variant_id" INTEGER NOT NULL,
    "value_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    FOREIGN KEY ("variant_id") REFERENCES "variant" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("value_id") REFERENCES "attribute_value" ("id") ON DELETE CASCADE
);
CREATE INDEX "variant_option_value_id" ON "variant_option" ("value_id");
CREATE UNIQUE INDEX "variant_option_variant_id_value_id" ON "variant_option" ("variant_id", "value_id");
