"""Delivery zones and their rates at the desk: made, changed, deleted. What an order has frozen is its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.desk.product_actions import WrongFields
from storefront.desk.shipping_sheet import Rate
from storefront.desk.versions import check_version
from storefront.errors import NotFound
from storefront.forms import Errors
from storefront.i18n import Country, _
from storefront.pricing.tables import ShippingRate, ShippingZone


@dataclass(frozen=True)
class ZoneState:
    """A zone as its form edits it; no countries: everywhere else."""

    name: str
    countries: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()

    def told(self) -> dict[str, Any]:
        """For the version and the audit trail."""
        facts: dict[str, Any] = {"name": self.name, "countries": list(self.countries)}
        for rate in self.rates:
            facts |= rate.told()
        return facts


def read_zones() -> dict[int, ZoneState]:
    """Every zone by id, in two queries."""
    rates: dict[int, list[Rate]] = {}
    for row in ShippingRate.select().order_by(ShippingRate.id).dicts():
        zone, _id = row.pop("zone"), row.pop("id")
        rates.setdefault(zone, []).append(Rate(**row))
    zones = ShippingZone.select(ShippingZone.id, ShippingZone.name, ShippingZone.countries).order_by(ShippingZone.id)
    return {
        number: ZoneState(name, tuple(countries), tuple(rates.get(number, ())))
        for number, name, countries in zones.tuples()
    }


def read_zone(zone_id: int) -> ZoneState:
    """The zone of an id; raises NotFound."""
    found = read_zones().get(zone_id)
    if found is None:
        raise NotFound(f"there is no delivery zone {zone_id}")
    return found


@transaction()
def create_zone(actor: Actor, wanted: ZoneState) -> int:
    """A new zone; its id."""
    actor.must("shipping.edit")
    _check_beside(wanted, None)
    made = int(ShippingZone.create(name=wanted.name, countries=list(wanted.countries)).id)
    _write_rates(made, wanted.rates)
    record(actor, "zone.create", f"zone:{made}", {}, wanted.told())
    return made


@transaction()
def change_zone(actor: Actor, zone_id: int, version: str, wanted: ZoneState) -> None:
    """Save a form, unless somebody else saved since it was made."""
    actor.must("shipping.edit")
    zones = _check_beside(wanted, zone_id, version)
    before = zones[zone_id]
    if before == wanted:
        return
    which = ShippingZone.id == zone_id
    ShippingZone.update(name=wanted.name, countries=list(wanted.countries)).where(which).execute()
    if before.rates != wanted.rates:
        ShippingRate.delete().where(ShippingRate.zone == zone_id).execute()
        _write_rates(zone_id, wanted.rates)
    record(actor, "zone.save", f"zone:{zone_id}", before.told(), wanted.told())


@transaction()
def delete_zone(actor: Actor, zone_id: int) -> None:
    """Delete a zone with its rates: nothing is sent there, unless a zone is for everywhere else."""
    actor.must("shipping.edit")
    state = read_zone(zone_id)
    ShippingRate.delete().where(ShippingRate.zone == zone_id).execute()
    ShippingZone.delete().where(ShippingZone.id == zone_id).execute()
    record(actor, "zone.delete", f"zone:{zone_id}", state.told(), {})


def _check_beside(wanted: ZoneState, own: int | None, version: str = "") -> dict[int, ZoneState]:
    """All zones, locked. Raise WrongFields where another zone has the name or a country of it."""
    lock_rows(ShippingZone.select(ShippingZone.id).order_by(ShippingZone.id))
    zones = read_zones()
    if own is not None:
        if own not in zones:
            raise NotFound(f"there is no delivery zone {own}")
        check_version(version, zones[own].told())
    errors: Errors = {}
    for number, other in zones.items():
        if number != own:
            _compare(wanted, other, errors)
    if errors:
        raise WrongFields(errors)
    return zones


def _compare(wanted: ZoneState, other: ZoneState, errors: Errors) -> None:
    if other.name.casefold() == wanted.name.casefold():
        errors["name"] = _("Another zone has this name.")
    shared = sorted({*wanted.countries} & {*other.countries})
    if shared:
        named = tuple(Country(code) for code in shared[:10])
        said = _("In the zone “%(zone)s” already: %(countries)s.", zone=other.name, countries=named)
        errors.setdefault("countries", said)
    if not wanted.countries and not other.countries:
        errors["rest"] = _("The zone “%(zone)s” is for everywhere else already.", zone=other.name)


def _write_rates(zone_id: int, rates: Sequence[Rate]) -> None:
    for rate in rates:
        row = {name: value for name, value in vars(rate).items() if name != "row"}
        ShippingRate.create(zone=zone_id, **{**row, "labels": dict(rate.labels)})
