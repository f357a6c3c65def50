"""Claims: what the ledger may hold, what a check accepts, what it leaves behind."""

import json
import tomllib

import pytest

from wordmodes.book import claims
from wordmodes.book.stored import stored

SPEED = {"gazette": 10.4, "damped": 23.2, "longest": 10.4}

GOOD = """
[overlap]
statement = "The trained subspace is the leading one."
source = "Someone (2020), figure 1"
published = "0.998"
why = "small corpus"

[overlap.table]
published = "0.998"
gazette = "{value} of 1"

[overlap.quantities.value]
label = "overlap"
expected = 0.95
tolerance = 0.01
spread = 0.005
format = ".3f"

[overlap.quantities.error]
label = "largest error"
at_most = 1e-8

[overlap.verdict]
reproduced = { value = ">= 0.99" }
in_trend = { value = "0.9 to 1", error = "<= 1e-6" }
"""


@pytest.fixture
def toml(tmp_path, monkeypatch):
    """Write a claims file and make it the one that checks read."""

    def write(text: str):
        folder = tmp_path / f"ledger{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / "08.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(claims, "LEDGER", folder)
        return folder

    return write


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed."""
    seen = []
    monkeypatch.setattr(claims, "display", seen.append)
    return seen


def test_the_books_own_claims_are_well_formed():
    for claim_id, claim in claims.load().items():
        assert claim.id == claim_id
        assert len(claim.chapter) == 2
        assert claim.chapter.isdigit()


def test_no_tolerance_of_the_book_can_be_a_hundred_times_wider(tmp_path):
    book = {}
    for path in claims.LEDGER.glob("*.toml"):
        book |= tomllib.loads(path.read_text(encoding="utf-8"))
    guarded = [(claim, name) for claim, entry in book.items() for name, q in entry["quantities"].items()
               if q.get("tolerance")]  # fmt: skip
    assert ("gensim", "first") in guarded
    for claim, name in guarded:
        entry = book[claim]["quantities"][name]
        folder = tmp_path / f"{claim}-{name}"
        folder.mkdir()
        numbers = {**entry, "tolerance": 100 * entry["tolerance"]}
        lines = [f"{key} = {value!r}" for key, value in numbers.items() if key != "label"]
        (folder / "08.toml").write_text(
            GOOD.split("expected")[0] + "\n".join(lines) + '\n[overlap.verdict]\nreproduced = { value = ">= 0" }'
        )
        with pytest.raises(ValueError, match="'tolerance' may be at most"):
            claims.load(folder)


@pytest.mark.parametrize("style", [".3f", ".3g", ".2e"])
def test_without_a_spread_a_tolerance_is_about_a_unit_of_the_last_digit(toml, style):
    text = GOOD.replace("spread = 0.005\n", "").replace("expected = 0.95", "expected = 0.5").replace(".3f", style)
    claims.load(toml(text.replace("tolerance = 0.01", "tolerance = 0.0015")))
    with pytest.raises(ValueError, match=r"may be at most 0\.0015"):
        claims.load(toml(text.replace("tolerance = 0.01", "tolerance = 0.0016")))


@pytest.mark.parametrize(("measured", "rounds_inside"), [(0.9604, True), (0.9606, False)])
def test_the_value_is_compared_as_it_is_shown(toml, shown, measured, rounds_inside):
    toml(GOOD)
    if rounds_inside:
        claims.check("overlap", value=measured, error=0.0)
        record = shown[0].record
        assert claims.evaluate(claims.load()["overlap"], record["values"]) == record, "as the ledger does"
    else:
        with pytest.raises(claims.ClaimDrift):
            claims.check("overlap", value=measured, error=0.0)


def test_check_shows_a_stable_line_and_leaves_a_record(toml, shown):
    toml(GOOD)
    claims.check("overlap", value=0.9512345, error=3e-14)
    bundle = shown[0]._repr_mimebundle_()
    assert bundle["text/plain"] == (
        "claim overlap: in trend | overlap: 0.951; largest error: ≤ 1e-08 | published: 0.998"
    )
    assert bundle[claims.MIME] == {
        "id": "overlap",
        "verdict": "in trend",
        "values": {"value": 0.951, "error": 1e-8},
        "shown": {"value": "0.951", "error": "≤ 1e-08"},
        "stored": None,
    }
    assert json.loads(json.dumps(bundle[claims.MIME])) == bundle[claims.MIME]
    for part in ('id="claim-overlap"', "in trend", "0.951", "≤ 1e-08", "0.998", "Someone (2020)"):
        assert part in bundle["text/html"]


def test_a_sentence_names_its_values_as_they_are_shown(toml, shown):
    toml(GOOD.replace('why = "small corpus"', 'why = "only {value}, to {error}"'))
    claims.check("overlap", value=0.9512345, error=3e-14)
    assert "only 0.951, to ≤ 1e-08" in shown[0]._html()
    with pytest.raises(ValueError, match=r"claim 'overlap': why names 'valu'; quantities are \['error', 'value'\]"):
        claims.load(toml(GOOD.replace('why = "small corpus"', 'why = "only {valu}"')))


def test_the_line_is_the_same_for_values_that_round_alike(toml, shown):
    toml(GOOD)
    claims.check("overlap", value=0.9512345, error=3e-14)
    claims.check("overlap", value=0.9511999, error=9e-9)
    claims.check("overlap", value=0.9521, error=9e-9)
    first, second, third = (item._repr_mimebundle_() for item in shown)
    assert first == second
    assert first != third


def test_a_rounded_zero_has_no_sign(toml, shown):
    toml(GOOD.replace("expected = 0.95", "expected = 0"))
    claims.check("overlap", value=-1e-9, error=0.0)
    claims.check("overlap", value=1e-9, error=0.0)
    assert shown[0]._repr_mimebundle_() == shown[1]._repr_mimebundle_()
    assert shown[0].record["shown"]["value"] == "0.000"


def test_a_stored_value_says_how_to_make_it_again(toml, shown):
    toml(GOOD)
    claims.check("overlap", stored="make results", value=0.95, error=0.0)
    bundle = shown[0]._repr_mimebundle_()
    assert bundle[claims.MIME]["stored"] == "make results"
    assert "re-run with make results" in bundle["text/html"]


@pytest.mark.parametrize(("expected", "verdict"), [(0.995, "reproduced"), (0.95, "in trend"), (0.5, "does not hold")])
def test_the_published_figure_decides_the_verdict(toml, shown, expected, verdict):
    toml(GOOD.replace("expected = 0.95", f"expected = {expected}"))
    claims.check("overlap", value=expected, error=0.0)
    assert shown[0].record["verdict"] == verdict
    assert verdict in claims.badge(verdict)


def test_the_edge_of_the_tolerance_is_inside(toml, shown):
    toml(GOOD.replace("expected = 0.95", "expected = 0.7").replace("= 0.01\nspread = 0.005", "= 0.1\nspread = 0.05"))
    assert 0.7 + 0.1 < 0.8, "in floating point, so that the edge is the interesting case"
    claims.check("overlap", value=0.8, error=1e-8)
    claims.check("overlap", value=0.6, error=0.0)
    assert len(shown) == 2


@pytest.mark.parametrize("values", [{"value": 0.9612, "error": 0.0}, {"value": 0.95, "error": 1.1e-8}])
def test_drift_raises_with_both_numbers(toml, shown, values):
    toml(GOOD)
    with pytest.raises(
        claims.ClaimDrift, match=r"claim 'overlap': (value = 0\.9612.*0\.95 ± 0\.01|error = 1\.1e-08.*≤ 1e-08)"
    ):
        claims.check("overlap", **values)
    assert not shown


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"value": 0.95}, r"measures \['error', 'value'\], got \['value'\]"),
        ({"value": 0.95, "error": 0.0, "other": 1.0}, "got .*other"),
        ({"value": float("nan"), "error": 0.0}, "value must be a finite number, got nan"),
        ({"value": float("inf"), "error": 0.0}, "value must be a finite number, got inf"),
    ],
)
def test_a_check_wants_exactly_its_quantities(toml, values, message):
    toml(GOOD)
    with pytest.raises(ValueError, match=message):
        claims.check("overlap", **values)


def test_an_unknown_claim_is_named(toml):
    toml(GOOD)
    with pytest.raises(ValueError, match=r"claim_id 'overlp' is unknown; the ledger has \['overlap'\]"):
        claims.check("overlp", value=1.0)


def test_a_claim_that_does_not_hold_must_say_why(toml):
    toml(GOOD.replace('why = "small corpus"', "").replace("expected = 0.95", "expected = 0.5"))
    with pytest.raises(ValueError, match=r"comes to 'does not hold' .* add a key 'why'"):
        claims.check("overlap", value=0.5, error=0.0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('source = "Someone (2020), figure 1"\n', "", "claim 'overlap': key 'source' is missing or empty"),
        ('published = "0.998"', 'published = ""', "claim 'overlap': key 'published' is missing or empty"),
        ('published = "0.998"', "published = 998", "claim 'overlap': key 'published' has the wrong type"),
        ("{value}", "{valu}", r"table.gazette names 'valu'; quantities are \['error', 'value'\]"),
        ("{value}", "{value", "table.gazette names"),
        ('gazette = "', 'gazete = "', "'table': unknown key 'gazete'"),
        (
            "[overlap.table]",
            '[overlap.setting.published]\nL = "5"\n[overlap.table]',
            "published: unknown key 'L'",
        ),
        ("reproduced =", "ours =", "a finding of ours needs 'replicated'"),
        ("reproduced =", 'identity = { value = ">= 1" }\nreproduced =', r"exactly one of .*got \['identity', 'repr"),
        ("reproduced =", 'otherwise = "fails"\nreproduced =', "verdict.otherwise must be 'does not hold' or"),
        ("reproduced =", 'otherwise = "not reproduced at this scale"\nreproduced =', "needs 'scaling'"),
        ('"<= 1e-6"', '"<= 1e-8"', "verdict.in_trend begins for 'error' where the check already raises"),
        ("why =", "reason =", "claim 'overlap': unknown key 'reason'"),
        ("tolerance = 0.01\n", "", "quantity 'value': 'expected' and 'tolerance' go together"),
        ("tolerance = 0.01", "tolerance = -1", "quantity 'value': 'tolerance' must be finite and not negative"),
        ("tolerance = 0.01", "tolerance = nan", "quantity 'value': 'tolerance' must be finite and not negative"),
        ("spread = 0.005", "spread = 0.001", "quantity 'value': 'tolerance' may be at most 0.006, got 0.01"),
        ("spread = 0.005\n", "", "quantity 'value': 'tolerance' may be at most 0.0015, got 0.01"),
        ("spread = 0.005", "spread = 0", "quantity 'value': 'spread' must be finite and above 0"),
        ("at_most = 1e-8", "at_most = 1e-8\nspread = 1", "quantity 'error': 'spread' goes with 'tolerance'"),
        ('format = ".3f"\n', "", "quantity 'value': 'format' is missing"),
        ('format = ".3f"', 'format = "%.3f"', "quantity 'value': 'format' must look like"),
        ("at_most = 1e-8", "at_most = 1e-8\nat_least = 0", "quantity 'error': give exactly one of"),
        ("at_most = 1e-8", 'at_most = "1e-8"', "quantity 'error': key 'at_most' has the wrong type"),
        ("at_most = 1e-8", "at_most = inf", "quantity 'error': 'at_most' must be finite"),
        ("at_most = 1e-8\n", "", "quantity 'error': give exactly one of"),
        ("quantities.error", "quantities.stored", "quantity 'stored': the name must be"),
        ('{ value = ">= 0.99" }', '{ valu = ">= 0.99" }', r"verdict.reproduced names unknown quantities \['valu'\]"),
        ('{ value = ">= 0.99" }', '{ value = "> 0.99" }', "verdict.reproduced must read"),
        ('"0.9 to 1"', '"1 to 0.9"', "verdict.in_trend must read"),
        ('{ value = ">= 0.99" }', "{}", "verdict.reproduced is empty"),
        ("reproduced =", "in_trnd =", "'verdict': unknown key 'in_trnd'"),
        ('reproduced = { value = ">= 0.99" }', "", "'verdict' must have exactly one of .*got none"),
        ("[overlap]", "[overlap", "is not valid TOML"),
    ],
)
def test_a_malformed_file_names_the_claim_and_the_key(toml, old, new, message):
    assert old in GOOD
    folder = toml(GOOD.replace(old, new, 1))
    with pytest.raises(ValueError, match=message):
        claims.load(folder)


def test_an_identity_may_end_where_the_check_raises(toml):
    identity = GOOD.replace("reproduced =", "identity =").replace('"<= 1e-6"', '"<= 1e-8"')
    assert claims.load(toml(identity))["overlap"].verdict({"value": 1.0, "error": 0.0}) == claims.IDENTITY


@pytest.mark.parametrize(
    ("kind", "extra", "verdict"),
    [
        ("ours", 'replicated = "seeds 1 to 5; wikipedia"', claims.OURS),
        ("reproduced", "", claims.REPRODUCED),
        ("identity", "", claims.IDENTITY),
    ],
)
def test_a_claim_is_at_best_what_it_can_be(toml, kind, extra, verdict):
    text = GOOD.replace("reproduced =", f"{kind} =").replace("[overlap.table]", f"{extra}\n[overlap.table]")
    claim = claims.load(toml(text))["overlap"]
    assert claim.verdict({"value": 0.99, "error": 0.0}) == verdict
    assert claim.verdict({"value": 0.95, "error": 0.0}) == claims.IN_TREND
    assert claim.verdict({"value": 0.5, "error": 0.0}) == claims.FAILS


def test_more_text_is_named_only_where_it_helps(toml):
    text = GOOD.replace("reproduced =", 'otherwise = "not reproduced at this scale"\nreproduced =')
    claim = claims.load(toml(text.replace("[overlap.table]", 'scaling = "chapter 12"\n[overlap.table]')))["overlap"]
    assert claim.verdict({"value": 0.5, "error": 0.0}) == claims.TOO_SMALL
    assert claim.scaling == "chapter 12"


def test_a_claim_stands_in_one_file(toml):
    folder = toml(GOOD)
    (folder / "09.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ValueError, match=r"claim 'overlap' stands in 08\.toml and in 09\.toml"):
        claims.load(folder)
    (folder / "09.toml").rename(folder / "nine.toml")
    with pytest.raises(ValueError, match=r"nine\.toml: a file of claims is named for its chapter"):
        claims.load(folder)
    with pytest.raises(ValueError, match="has no file of claims"):
        claims.load(folder / "none")


def test_the_settings_of_both_sides_are_shown(toml, shown):
    setting = '[overlap.setting]\npublished = { V = "10 000", tied = "yes" }\nours = { V = "5 000" }\n'
    toml(GOOD.replace("[overlap.table]", f"{setting}[overlap.table]"))
    claims.check("overlap", value=0.95, error=0.0)
    html = shown[0]._repr_mimebundle_()["text/html"]
    assert "published at</dt>" in html.replace('<dt style="float: none; width: auto">', "<dt>")
    assert "V 10 000, tied yes" in html
    assert "V 5 000" in html
    assert claims.load()["overlap"].cell("gazette", shown[0].record["shown"]) == "0.950 of 1"
    assert claims.load()["overlap"].cell("wikipedia", shown[0].record["shown"]) == ""


def test_say_shows_markdown(shown):
    claims.say("The gap is **3.1** points.")
    assert shown[0]._repr_mimebundle_() == {
        "text/markdown": "The gap is **3.1** points.",
        "text/plain": "The gap is **3.1** points.",
    }
    with pytest.raises(ValueError, match="text must be a sentence, got '  '"):
        claims.say("  ")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: claims.badge("proved"), "verdict must be one of 'identity', 'reproduced', .*got 'proved'"),
        (lambda: claims.badge(None), "verdict must be one of .*got None"),
        (lambda: claims.check(["tanh"], value=1.0), r"claim_id must be a string, got a list"),
        (
            lambda: claims.check("speed", **SPEED | {"gazette": "7"}),
            "'speed': gazette must be a finite number, got '7'",
        ),
        (
            lambda: claims.check("speed", **SPEED | {"gazette": True}),
            "'speed': gazette must be a finite number, got True",
        ),
        (lambda: claims.check("speed", **SPEED, stored=1), "stored must be a string, got 1"),
        (lambda: claims.evaluate("speed", SPEED), "claim must be a Claim, such as .*got 'speed'"),
        (lambda: claims.evaluate(claims.load()["speed"], [7.0]), "measured must be a Mapping, such as .*got a list"),
        (
            lambda: claims.evaluate(claims.load()["speed"], {7: 7.0}),
            r"measures \['damped', 'gazette', 'longest'\], got \['7'\]",
        ),
        (lambda: claims.say(3), "text must be a string, got 3"),
        (lambda: stored("gensm"), r"name 'gensm' is no stored result; there are \['ablation', .*'gensim', "),
        (lambda: stored("../results/gensim"), r"name '../results/gensim' is no stored result"),
        (lambda: stored("a" * 5000), "is no stored result"),
        (lambda: stored(None), "name must be a string, got None"),
    ],
)
def test_what_is_unknown_is_named_with_what_is_known(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
