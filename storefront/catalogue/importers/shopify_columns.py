"""The columns of a Shopify product export, old and new template."""

from __future__ import annotations

import re

from storefront.catalogue.importers.columns import Vocabulary, aliases, patterns

_ALIASES = aliases(
    {
        "handle": ["Handle", "URL handle", "URL-Handle"],
        "title": ["Title", "Titel", "Product title"],
        "body": ["Body (HTML)", "Body HTML", "Body", "Description", "Beschreibung", "Beschreibung (HTML)"],
        "vendor": ["Vendor", "Anbieter", "Verkäufer"],
        "manufacturer": ["Manufacturer", "Hersteller"],
        "type": ["Type", "Product type", "Custom Product Type", "Typ", "Produkttyp"],
        "category": ["Product Category", "Standardized Product Type", "Produktkategorie", "Kategorie"],
        "google_category": ["Google Shopping / Google Product Category"],
        "tags": ["Tags", "Schlagwörter"],
        "published": ["Published", "Published on online store", "Veröffentlicht"],
        "status": ["Status"],
        "sku": ["Variant SKU", "SKU", "Varianten-SKU", "Artikelnummer"],
        "grams": ["Variant Grams", "Weight value (grams)", "Grams", "Gewicht in Gramm", "Varianten-Gramm"],
        "weight": ["Variant Weight", "Weight", "Gewicht"],
        "weight_unit": ["Variant Weight Unit", "Weight unit for display", "Weight unit", "Gewichtseinheit"],
        "tracker": ["Variant Inventory Tracker", "Inventory tracker"],
        "quantity": ["Variant Inventory Qty", "Inventory quantity", "Variant Inventory Quantity", "Bestand", "Lagerbestand"],
        "policy": ["Variant Inventory Policy", "Inventory policy", "Continue selling when out of stock"],
        "price": ["Variant Price", "Price", "Preis", "Variantenpreis", "Varianten-Preis"],
        "compare_at": ["Variant Compare At Price", "Compare-at price", "Compare at price", "Vergleichspreis"],
        "shipped": ["Variant Requires Shipping", "Requires shipping", "Versand erforderlich"],
        "taxable": ["Variant Taxable", "Charge tax", "Taxable", "Steuerpflichtig"],
        "barcode": ["Variant Barcode", "Barcode", "GTIN", "EAN"],
        "image": ["Image Src", "Product image URL", "Image URL", "Bild-URL"],
        "image_position": ["Image Position", "Bildposition"],
        "image_alt": ["Image Alt Text", "Bild-Alt-Text"],
        "variant_image": ["Variant Image", "Variant image URL"],
        "gift_card": ["Gift Card", "Geschenkgutschein"],
        "seo_title": ["SEO Title", "SEO-Titel"],
        "seo_description": ["SEO Description", "SEO-Beschreibung"],
        "mpn": ["Google Shopping / MPN", "Google Shopping / Manufacturer part number (MPN)", "MPN"],
        "hs_code": ["Variant HS Code", "HS Code", "Harmonized System Code", "HS-Code", "Zolltarifnummer", "Variant Harmonized System Code"],
        "origin": ["Country of Origin", "Variant Country of Origin", "Country/Region of origin", "Country Code of Origin", "COO", "Ursprungsland"],
    }
)  # fmt: skip

VOCABULARY = Vocabulary(
    "Shopify",
    _ALIASES,
    (
        (re.compile(r"option ?([123]) (?:name|bezeichnung)$"), r"option\1_name"),
        (re.compile(r"option ?([123]) (?:value|wert)$"), r"option\1_value"),
        (re.compile(r"(.+) product metafields [\w ]+$"), r"attribute:\1"),
    ),
    patterns(
        r"option ?[123] linked to$",
        r"google shopping ",
        r"variant (fulfillment service|tax code|inventory|id)",
        r"(fulfillment service|tax code|cost per item|collection|template suffix|id|command)$",
        r"unit price ",
        r"(price|compare at price|included) ",
    ),
)
