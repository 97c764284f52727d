"""Finding products by words: the same terms, candidates and order on SQLite and PostgreSQL.

Words become terms in Python (splitting, stems, terms); a document a product holds them (documents, index);
the engine finds candidates (engines), the words' table mends, completes and takes apart (vocabulary), and what was
found is ordered in Python (ranking). finding.py puts it together.
"""
