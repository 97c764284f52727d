"""Searching: documents, the words' table, and the engine's own index, kept by triggers.

What a shop sells already is indexed by the worker in small transactions: a fact says that this is to be done.
"""

from __future__ import annotations

from typing import Any

from storefront.db import is_postgresql

TABLES = {
    "sqlite": [
        """CREATE TABLE "search_document" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "places" TEXT NOT NULL,
    "head" TEXT NOT NULL,
    "tail" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE)""",
        """CREATE TABLE "search_word" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "word" VARCHAR(64) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "term" VARCHAR(100) NOT NULL,
    "shown" VARCHAR(100) NOT NULL,
    "letters" INTEGER NOT NULL,
    "backwards" VARCHAR(64) NOT NULL,
    "documents" INTEGER NOT NULL)""",
    ],
    # beginnings are looked up: the order of these columns is that of their bytes
    "postgresql": [
        """CREATE TABLE "search_document" (
    "id" BIGINT NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "places" TEXT NOT NULL,
    "head" TEXT NOT NULL,
    "tail" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE)""",
        """CREATE TABLE "search_word" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "word" VARCHAR(64) COLLATE "C" NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "term" VARCHAR(100) COLLATE "C" NOT NULL,
    "shown" VARCHAR(100) NOT NULL,
    "letters" INTEGER NOT NULL,
    "backwards" VARCHAR(64) COLLATE "C" NOT NULL,
    "documents" INTEGER NOT NULL)""",
    ],
}
INDEXES = [
    'CREATE UNIQUE INDEX "search_document_product_id" ON "search_document" ("product_id")',
    'CREATE INDEX "search_word_term" ON "search_word" ("term")',
    'CREATE INDEX "search_word_backwards" ON "search_word" ("backwards")',
    'CREATE UNIQUE INDEX "search_word_word_language" ON "search_word" ("word", "language")',
]
# Terms are made in Python; the tokenizer only parts them at spaces (signs beyond ASCII are letters to it).
FTS5 = """CREATE VIRTUAL TABLE search_index USING fts5(
    head, tail, places, content='search_document', content_rowid='id', detail='none', columnsize=0,
    tokenize="ascii tokenchars '~.='")"""
OUT = (
    "INSERT INTO search_index (search_index, rowid, head, tail, places)"
    " VALUES ('delete', OLD.id, OLD.head, OLD.tail, OLD.places);"
)
IN = "INSERT INTO search_index (rowid, head, tail, places) VALUES (NEW.id, NEW.head, NEW.tail, NEW.places);"
TSVECTOR = [
    "CREATE TABLE search_index (id BIGINT NOT NULL PRIMARY KEY, terms TSVECTOR NOT NULL)",
    "CREATE INDEX search_index_terms ON search_index USING GIN (terms) WITH (fastupdate = off)",
    """CREATE FUNCTION keep_search_index() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF TG_OP <> 'INSERT' THEN DELETE FROM search_index WHERE id = OLD.id; END IF;
IF TG_OP <> 'DELETE' THEN
    INSERT INTO search_index (id, terms) VALUES (NEW.id, array_to_tsvector(array_remove(
        regexp_split_to_array(NEW.head || ' ' || NEW.tail || ' ' || NEW.places, '\\s+'), '')));
END IF;
RETURN NULL;
END $$""",
    """CREATE TRIGGER keep_search_index AFTER INSERT OR UPDATE OR DELETE ON search_document
FOR EACH ROW EXECUTE FUNCTION keep_search_index()""",
]
NOTED = {
    "sqlite": "INSERT INTO invalidation (tag, made_at, xid)"
    " VALUES ('lists', CAST(strftime('%s', 'now') AS INTEGER), NULL);",
    "postgresql": "INSERT INTO invalidation (tag, made_at, xid)"
    " VALUES ('lists', EXTRACT(EPOCH FROM now())::integer, pg_current_xact_id()::text::bigint);",
}


def migrate(database: Any) -> None:
    """The tables, the index with its triggers, and what is to be done afterwards."""
    dialect = "postgresql" if is_postgresql() else "sqlite"
    for statement in (*TABLES[dialect], *INDEXES):
        database.execute_sql(statement)
    for statement in TSVECTOR if dialect == "postgresql" else _fts5():
        database.execute_sql(statement)
    for statement in _noted(dialect):
        database.execute_sql(statement)
    # products there are found again once the worker, or `storefront search-reindex`, has been through them
    database.execute_sql(
        "INSERT INTO fact (name, value) SELECT 'search.reindexing', '0' WHERE EXISTS (SELECT 1 FROM shelf)"
    )


def _fts5() -> list[str]:
    def trigger(event: str, body: str) -> str:
        name = f"keep_search_index_{event.lower()}"
        return f'CREATE TRIGGER {name} AFTER {event} ON "search_document" BEGIN\n{body}\nEND'

    # the most popular come first: whole lists of a common word are never read
    return [FTS5, trigger("INSERT", IN), trigger("DELETE", OUT), trigger("UPDATE", f"{OUT}\n{IN}")]


def _noted(dialect: str) -> list[str]:
    """Searches are drawn afresh when a document changes."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER invalidate_search_document_{event.lower()} AFTER {event} ON search_document BEGIN\n"
            f"{NOTED[dialect]}\nEND"
            for event in ("INSERT", "UPDATE", "DELETE")
        ]
    return [
        ("CREATE FUNCTION invalidate_search_document() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
        f"{NOTED[dialect]}\nRETURN NULL;\nEND $$"),
        ("CREATE TRIGGER invalidate_search_document AFTER INSERT OR UPDATE OR DELETE ON search_document"
        " FOR EACH STATEMENT EXECUTE FUNCTION invalidate_search_document()"),
    ]
