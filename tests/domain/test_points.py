from __future__ import annotations

import pytest

from crm_tui.domain import points
from crm_tui.domain.contact import ContactPoint, PointKind


def test_an_email_keeps_its_spelling_beside_its_normal_form() -> None:
    assert points.email("Ada <Ada@Example.org>", "work", primary=True) == ContactPoint(
        kind=PointKind.EMAIL, value="Ada@Example.org", normal="ada@example.org", label="work", primary=True
    )


def test_an_unusable_email_is_kept() -> None:
    point = points.email("ada at example\x1b")
    assert (point.value, point.normal) == ("ada at example", "")


def test_an_unusable_phone_is_kept() -> None:
    point = points.phone("ask at the desk", "LV")
    assert (point.value, point.normal) == ("ask at the desk", "")


def test_a_phone_is_read_in_its_country() -> None:
    assert points.phone("20 000 000", "LV", "mobile").normal == "+37120000000"


@pytest.mark.parametrize(
    "value", ["https://www.LinkedIn.com/in/Jane/", "linkedin.com/in/Jane", "http:/linkedin.com/in/Jane"]
)
def test_a_web_address_compares_without_its_trimmings(value: str) -> None:
    assert points.url(value).normal == "linkedin.com/in/Jane"


def test_an_address_is_one_line_of_its_filled_parts() -> None:
    point = points.address({"city": "Rīga", "street": "Brīvības 1\x07", "planet": "Earth"}, "home")
    assert point.value == "Brīvības 1, Rīga"
    assert point.parts == {"street": "Brīvības 1", "city": "Rīga"}
