"""The limits of what a page makes a reader load; test_in_browser puts each page to them."""

import pytest

from page_weight import PAGE_LIMIT, REQUEST_LIMIT, TABLES_LIMIT, Weight, compressed, weighing

pytestmark = pytest.mark.browser


def test_each_limit_is_a_limit():
    light = Weight({f"http://x/{k}": PAGE_LIMIT // REQUEST_LIMIT for k in range(REQUEST_LIMIT)}, TABLES_LIMIT)
    assert light.excesses() == []
    assert "bytes (most in 0 " in Weight({"http://x/0?v=1": PAGE_LIMIT + 1}).excesses()[0]
    assert "46 requests" in Weight({str(k): 1 for k in range(REQUEST_LIMIT + 1)}).excesses()[0]
    assert "tables" in Weight({}, TABLES_LIMIT + 1).excesses()[0]
    assert compressed("a" * 10_000) == compressed(b"a" * 10_000) < 100


def test_the_limits_are_near_what_the_heaviest_page_weighs(visit):
    """A limit far above every page would limit nothing."""
    with visit("http") as reader, weighing(reader.page) as weight:
        reader.open("10_analogies.html")
    assert 0.5 < weight.total / PAGE_LIMIT <= 1
    assert 0.5 < len(weight.files) / REQUEST_LIMIT <= 1
    assert 0.5 < weight.tables / TABLES_LIMIT <= 1
