"""Contact data in messages is found however it is written; what only looks like it stays."""

from __future__ import annotations

import pytest

from storefront.accounts.threads.masking import Piece, has_contact, masked, pieces

REGIONS = ("DE", "SA", "NO", "US")
CONTACTS = (
    "write to anna.berg@example.com please",
    "anna (at) example (dot) com",
    "anna [at] gmail [dot] com",
    "anna at gmail dot com",
    "ANNA＠EXAMPLE．COM",
    "anna @ example . com",
    "call +49 171 2345678",
    "0049 171 2345678 ring me",
    "my number 0171 2345678",
    "0171/2345678",
    "٠٠٩٦٦٥٠١٢٣٤٥٦٧",
    "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧",
    "13812345678",
    "1 3 8 1 2 3 4 5 6 7 8",
    "zero one seven one two three four five six seven eight",
    "零一七一二三四五六七八",
    "see https://evil.example/x?y",
    "www.evil.com",
    "evil.com/abc",
    "wechat: anna_88",
    "whatsapp 01712345678",
    "telegram @annaberg",
    "微信号:abc123",
    "0\u200b171 23\u200b45678",
    "٠١٧١ ٢٣٤٥٦٧٨",
    "bit.ly/abc",
    "anna@münchen.de",
    "1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    "(030) 1234567",
    "tel 91234567",
    "a n n a @ g m a i l . c o m",
    "anna-at-web-dot-de",
    "anna_at_gmail_dot_com",
    "anna@gmail,com",
    "anna@gmail com",
    "一三八、一二三四、五六七八",
    "加我微信 anna88",
    "vx: anna88",
    "instagram anna_berg99",
    "evil dot com",
    "evil。com",
    "۰۹۱۲۳۴۵۶۷۸۹",
)
HARMLESS = (
    "order 4711-2345-AB12 is late",
    "it cost 1,234.50 EUR",
    "on 2026-11-30 or 30.11.2026",
    "HS code 6911.10.00",
    "HS 6911100000",
    "6911100000",
    "HS code: 69111000",
    "73239300",
    "pieces @ 4.50 each",
    "size 36 37 38 39 40 41",
    "arrived.it was broken",
    "1000 x 2000 x 300 mm",
    "500000000 EUR",
    "photo.jpg attached",
    "order ABCD-1234-EFGH",
    "order number 123456789012",
    "EAN 4006381333931",
    "4006381333931",
    "from 10:30 to 12:45 on 01/12/2026",
    "the signal line is weak, line 5",
    "look at point 3",
    "see https://shop.example/en/p/x",
    "A-2026-000123",
    "invoice 2026-0001234",
    "10,000 pieces at 2.50 each",
    "RMB 1234567890",
    "I paid 12345678 yen",
    "tracking 00340434161094042557",
    "3 kg, 4.5 cm, 20 %",
    "wechat please",
    "VAT DE123456789",
    "DE89 3704 0044 0532 0130 00",
    "LX-0171-2345678",
    "2026-11-30 12:30:45",
    "version 1.2.3.4",
    "25-30 days 2026",
    "8517.12.00.00",
    "between 12.12.2026 - 15.12.2026",
    "رقم الطلب 1234567890",
    "٣٥٠ ريال",
    "订单号 20261130123456",
    "1 234 567,89 €",
    "Bestellung Nr. 1000456789",
    "RR123456789DE tracking",
    "an instagram picture of 2024, model vx 2000",
    "look at the dots",
)


@pytest.mark.parametrize("text", CONTACTS)
def test_contact_data_is_hidden(text: str) -> None:
    assert has_contact(text, REGIONS, "shop.example")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert pieces(text, REGIONS, "shop.example") == (Piece(text),)


def test_the_words_around_stay_in_their_order() -> None:
    parts = pieces("Write to anna@example.com, or call +49 171 2345678. Thanks!", REGIONS)
    assert [part.text for part in parts if part.hidden] == ["anna@example.com", "+49 171 2345678"]
    assert masked(parts, "▒") == "Write to ▒, or call ▒. Thanks!"
    assert "".join(part.text for part in parts) == "Write to anna@example.com, or call +49 171 2345678. Thanks!"


def test_what_nobody_sees_is_hidden_with_what_it_splits() -> None:
    assert masked(pieces("ring 0\u200b171 23\u200d45678 now", REGIONS), "▒") == "ring ▒ now"
    assert masked(pieces("1\ufe0f\u20e33\ufe0f\u20e381234\ufe0f\u20e35678\ufe0f\u20e3", ("CN",)), "▒") != ""


def test_links_into_the_shop_stay_and_others_that_end_alike_do_not() -> None:
    assert not has_contact("see https://shop.example/en/p/pot", (), "shop.example")
    assert not has_contact("see https://www.shop.example/en/p/pot.", (), "shop.example")
    assert has_contact("see https://evilshop.example/en/p/pot", (), "shop.example")
    assert has_contact("see https://shop.example.evil.com/", (), "shop.example")


def test_a_bare_number_is_hidden_where_it_is_called_a_telephone() -> None:
    assert not has_contact("48191000", ("NO",))
    assert has_contact("call me: 48191000", ("NO",))


def test_nothing_is_nothing() -> None:
    assert pieces("") == ()
    assert pieces("\u200b") == (Piece("\u200b"),)


@pytest.mark.parametrize("piece", ["a.", "1 ", "(at)", "a@", "one ", "+49 ", "9", "www.", "01712345678 ", "a at ", "qq: "])
def test_a_long_text_is_looked_through_to_its_end(piece: str) -> None:
    text = (piece * 4000)[:4000]
    assert "".join(part.text for part in pieces(text, REGIONS)) == text
