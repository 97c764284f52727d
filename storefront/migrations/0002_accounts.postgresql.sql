CREATE TABLE "person" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "password" VARCHAR(255) NOT NULL,
    "active" BOOLEAN NOT NULL,
    "fs_uniquifier" VARCHAR(64) NOT NULL,
    "passkey_handle" VARCHAR(64) NOT NULL,
    "totp_secret" TEXT NOT NULL,
    "totp_counter" BIGINT NOT NULL,
    "recovery_codes" TEXT NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "confirmed_at" VARCHAR(27),
    "demo" BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX "person_email" ON "person" ("email");
CREATE UNIQUE INDEX "person_fs_uniquifier" ON "person" ("fs_uniquifier");
CREATE UNIQUE INDEX "person_passkey_handle" ON "person" ("passkey_handle");
CREATE TABLE "passkey" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "person_id" INTEGER NOT NULL,
    "credential" VARCHAR(1400) NOT NULL,
    "public_key" TEXT NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "transports" TEXT NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "used_at" VARCHAR(27),
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE
);
CREATE INDEX "passkey_person_id" ON "passkey" ("person_id");
CREATE UNIQUE INDEX "passkey_credential" ON "passkey" ("credential");
CREATE TABLE "person_address" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "person_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "preferred" BOOLEAN NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE
);
CREATE INDEX "person_address_person_id" ON "person_address" ("person_id");
CREATE TABLE "role" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "name" VARCHAR(40) NOT NULL
);
CREATE UNIQUE INDEX "role_name" ON "role" ("name");
CREATE TABLE "person_role" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "person_id" INTEGER NOT NULL,
    "role_id" INTEGER NOT NULL,
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("role_id") REFERENCES "role" ("id") ON DELETE CASCADE
);
CREATE INDEX "person_role_role_id" ON "person_role" ("role_id");
CREATE UNIQUE INDEX "person_role_person_id_role_id" ON "person_role" ("person_id", "role_id");
CREATE TABLE "person_seller" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "person_id" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE CASCADE
);
CREATE INDEX "person_seller_seller_id" ON "person_seller" ("seller_id");
CREATE UNIQUE INDEX "person_seller_person_id_seller_id" ON "person_seller" ("person_id", "seller_id");
ALTER TABLE "purchase" ADD COLUMN "person_id" INTEGER;
CREATE INDEX "purchase_person_id" ON "purchase" ("person_id");
