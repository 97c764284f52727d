"""The columns of a WooCommerce product export, in the languages it is exported in."""

from __future__ import annotations

import re

from storefront.catalogue.importers.columns import Vocabulary, aliases, patterns

_ALIASES = aliases(
    {
        "id": ["ID"],
        "type": ["Type", "Typ", "Tipo"],
        "sku": ["SKU", "Artikelnummer", "Artikelnummer (SKU)", "Art.-Nr.", "UGS"],
        "gtin": ["GTIN, UPC, EAN, or ISBN", "GTIN, UPC, EAN or ISBN", "GTIN, UPC, EAN oder ISBN", "GTIN, UPC, EAN ou ISBN", "GTIN", "EAN", "Meta: _global_unique_id", "Meta: _ts_gtin", "Meta: _gtin", "Meta: _ean", "Meta: _wpm_gtin_code"],
        "name": ["Name", "Nom", "Nombre"],
        "published": ["Published", "Veröffentlicht", "Publié", "Publicado"],
        "visibility": ["Visibility in catalog", "Sichtbarkeit im Katalog", "Katalogsichtbarkeit", "Visibilité dans le catalogue", "Visibilidad en el catálogo"],
        "summary": ["Short description", "Kurzbeschreibung", "Description courte", "Descripción corta"],
        "body": ["Description", "Beschreibung", "Descripción"],
        "sale_from": ["Date sale price starts", "Datum, an dem Angebotspreis beginnt", "Datum, an dem der Angebotspreis beginnt", "Angebotspreis gültig ab", "Date de début de promo"],
        "sale_until": ["Date sale price ends", "Datum, an dem Angebotspreis endet", "Datum, an dem der Angebotspreis endet", "Angebotspreis gültig bis", "Date de fin de promo"],
        "tax_status": ["Tax status", "Steuerstatus", "État de la TVA"],
        "tax_class": ["Tax class", "Steuerklasse", "Classe de TVA"],
        "in_stock": ["In stock?", "Vorrätig?", "Auf Lager?", "En stock ?", "¿Existencias?"],
        "stock": ["Stock", "Lager", "Bestand", "Lagerbestand", "Inventario"],
        "backorders": ["Backorders allowed?", "Lieferrückstände erlaubt?", "Lieferrückstande erlaubt?", "Rückstände erlaubt?", "Autoriser les commandes de produits en rupture ?"],
        "weight": ["Weight", "Gewicht", "Poids", "Peso"],
        "length": ["Length", "Länge", "Longueur", "Longitud"],
        "width": ["Width", "Breite", "Largeur", "Anchura"],
        "height": ["Height", "Höhe", "Hauteur", "Altura"],
        "sale_price": ["Sale price", "Angebotspreis", "Tarif promo", "Precio rebajado"],
        "price": ["Regular price", "Regulärer Preis", "Normaler Preis", "Tarif régulier", "Precio normal"],
        "categories": ["Categories", "Kategorien", "Catégories", "Categorías"],
        "tags": ["Tags", "Schlagwörter", "Étiquettes", "Etiquetas"],
        "brands": ["Brands", "Brand", "Marken", "Marke", "Marques"],
        "manufacturer": ["Manufacturer", "Hersteller", "Meta: _manufacturer"],
        "images": ["Images", "Bilder", "Imágenes"],
        "parent": ["Parent", "Parent SKU", "Übergeordnetes Produkt", "Eltern", "Superior"],
        "grouped": ["Grouped products", "Gruppierte Produkte", "Groupes de produits", "Productos agrupados"],
        "upsells": ["Upsells", "Zusatzverkäufe", "Produits suggérés"],
        "cross_sells": ["Cross-sells", "Cross-Sells (Querverkäufe)", "Querverkäufe", "Ventes croisées"],
        "hs_code": ["HS Code", "HS-Code", "Zolltarifnummer", "Meta: _hs_code", "Meta: hs_code", "Meta: _wc_hs_code", "Harmonized System Code"],
        "origin": ["Country of origin", "Origin", "Ursprungsland", "Herstellungsland", "Meta: _manufacture_country", "Meta: _country_of_origin", "Meta: country_of_origin"],
        "mpn": ["MPN", "Meta: _ts_mpn", "Meta: _mpn"],
        "seo_title": ["Meta: _yoast_wpseo_title", "Meta: rank_math_title"],
        "seo_description": ["Meta: _yoast_wpseo_metadesc", "Meta: rank_math_description"],
    }
)  # fmt: skip

VOCABULARY = Vocabulary(
    "WooCommerce",
    _ALIASES,
    (
        (re.compile(r"attribut[eo]? (\d{1,2}) (?:name|nom)$"), r"attribute\1_name"),
        (re.compile(r"attribut[eo]? (\d{1,2}) (?:value s|values?|wert e|werte?)$"), r"attribute\1_values"),
        (re.compile(r"nom de l attribut (\d{1,2})$"), r"attribute\1_name"),
        (re.compile(r"valeur s de l attribut (\d{1,2})$"), r"attribute\1_values"),
    ),
    patterns(
        r"attribut[eo]? \d{1,2} (visible|global|default|sichtbar|standard|par défaut)$",
        r"download \d+ ",
        r"download ?(limit|expiry days)$|ablauftage des downloads$",
        r"(is featured|ist hervorgehoben|hervorgehoben|sold individually|nur einzeln verkaufen)$",
        r"(allow customer reviews|kunden(rezensionen|bewertungen) erlauben)$",
        r"(purchase note|hinweis zum kauf|shipping class|versandklasse|low stock amount)$",
        r"(geringe lagermenge|geringer lagerbestand|position|button text|external url|externe url)$",
    ),
)  # fmt: skip
