"""A search costs the same in a larger catalogue: counted in questions, rows and steps, not in seconds."""

from __future__ import annotations

import json
import logging
from typing import Any

import peewee
import pytest
from real_products import indexed, write
from searching import viewer

from storefront.catalogue.search import engines, reindexing
from storefront.catalogue.search.documents import place
from storefront.catalogue.search.finding import Found, find
from storefront.catalogue.search.tables import SearchWord
from storefront.catalogue.tables import Product, Shelf
from storefront.db import database, is_postgresql, transaction

FEW, MANY, RANKED = 300, 1500, 100
QUERIES = ("lamp", "garden lamp", "lapm", "rare lamp", "lamp with of gardne", "l", "A7", "nothing known")
EVERYONE = frozenset({place("retail", "")})


def stock(count: int) -> None:
    """So many lamps, every third for the garden; one is rare. What was there before is gone."""
    with transaction():
        Shelf.delete().execute()
        Product.delete().execute()
        SearchWord.delete().execute()
    titles = (f"Lamp model {n} for the {('garden', 'house', 'street')[n % 3]}" for n in range(count))
    write([{"id": f"l{n}", "name": f"A{n}", "title": title} for n, title in enumerate(titles)], attributes=False)
    with transaction():
        Product.update(brand="Rare").where(Product.slug == "l7").execute()
    indexed()


def ask(query: str) -> Found:
    return find(query, viewer(business_models=frozenset({"retail"})), ("en", "de"), limit=RANKED)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch, shop_database: peewee.Database) -> None:
    monkeypatch.setattr(reindexing, "PAUSE_SECONDS", 0)


def questions(caplog: pytest.LogCaptureFixture) -> list[int]:
    counts = []
    for query in QUERIES:
        caplog.clear()
        ask(query)
        counts.append(len([record for record in caplog.records if record.name == "peewee"]))
    return counts


def test_a_search_asks_as_many_questions_of_many_products_as_of_few(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="peewee")
    stock(FEW)
    few = questions(caplog)
    stock(MANY)
    assert questions(caplog) == few
    assert max(few) <= 8


def test_so_many_and_no_more_are_ranked_the_most_popular_first() -> None:
    stock(MANY)
    answer = ask("lamp")
    assert answer.capped
    assert sorted(answer.product_ids) == list(range(MANY - RANKED + 1, MANY + 1))
    assert ask("rare lamp").product_ids[:1] == (8,)


def sqlite_steps(query: str) -> int:
    """How many steps of its machine SQLite takes to answer."""
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    connection = database.connection()
    connection.set_progress_handler(step, 1)
    try:
        ask(query)
    finally:
        connection.set_progress_handler(None, 1)
    return steps[0]


def test_sqlite_takes_as_many_steps_for_many_as_for_few() -> None:
    if is_postgresql():
        return
    common = ("lamp", "garden lamp", "rare lamp")
    stock(FEW)
    few = [sqlite_steps(query) for query in common]
    stock(MANY)
    many = [sqlite_steps(query) for query in common]
    # five times as many products; the trees of the tables are a little deeper
    assert all(now <= before * 1.25 for now, before in zip(many, few, strict=True)), (few, many)


def test_sqlite_reads_the_index_in_the_order_of_popularity() -> None:
    if is_postgresql():
        return
    question = engines.match([(frozenset({"lamp~en"}),)], EVERYONE)
    rows = database.execute_sql("EXPLAIN QUERY PLAN " + engines._SQLITE, (question, RANKED)).fetchall()
    plan = [row[3] for row in rows]
    assert not [line for line in plan if "TEMP B-TREE" in line], plan
    assert plan[0].startswith("SCAN search_index VIRTUAL TABLE INDEX")
    assert plan[1].startswith("SEARCH d USING INTEGER PRIMARY KEY")


def touched(plan: dict[str, Any]) -> dict[str, int]:
    """Node and relation of a plan → rows it gave."""
    name = " ".join(filter(None, (plan["Node Type"], plan.get("Relation Name") or plan.get("Index Name") or plan.get("CTE Name"))))
    found = {name: int(plan["Actual Rows"]) * int(plan["Actual Loops"])}
    for part in plan.get("Plans", ()):
        for other, rows in touched(part).items():
            found[other] = found.get(other, 0) + rows
    return found


def postgresql_plan(sql: str, *values: Any) -> dict[str, int]:
    with transaction():
        database.execute_sql("SET LOCAL enable_seqscan = off")  # these tables are small; a shop's are not
        answer = database.execute_sql("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, values).fetchone()[0]
    plans = answer if isinstance(answer, list) else json.loads(answer)
    return touched(plans[0]["Plan"])


def test_postgresql_walks_the_popular_for_a_common_word_and_uses_the_index_for_a_rare_one() -> None:
    if not is_postgresql():
        return
    walked = 3 * RANKED
    common = engines.tsquery([(frozenset({"lamp~en"}),)], EVERYONE)
    stock(FEW)
    few = postgresql_plan(engines._WALKED, walked, common, RANKED)
    stock(MANY)
    assert postgresql_plan(engines._WALKED, walked, common, RANKED) == few
    assert max(few.values()) <= walked
    rare = engines.tsquery([(frozenset({"rare"}), frozenset({"lamp~en"}))], EVERYONE)
    found = postgresql_plan(engines._INDEXED, rare, RANKED)
    assert found["CTE Scan fitting"] == 1
    # one more in the index for the product that was deleted and is not yet vacuumed away
    assert found["Bitmap Index Scan search_index_terms"] <= 2
    assert max(found.values()) <= 2


@pytest.mark.parametrize("walked", [10, 20_000])
def test_postgresql_finds_the_same_both_ways(monkeypatch: pytest.MonkeyPatch, walked: int) -> None:
    stock(FEW)
    expected = [ask(query).product_ids for query in QUERIES]
    monkeypatch.setattr(engines, "WALKED", walked)
    assert [ask(query).product_ids for query in QUERIES] == expected


def test_both_databases_know_the_same_order() -> None:
    stock(60)
    assert ask("garden lamp").product_ids[:5] == (58, 55, 52, 49, 46)
    assert [hit.score for hit in ask("garden lamp").hits[:2]] == [hit.score for hit in ask("lamp garden").hits[:2]]
