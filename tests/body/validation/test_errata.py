import re

from bedside.body.validation.errata import Erratum, corrected, errata
from bedside.body.validation.rows import Row

ROW = Row(
    7,
    "Drugs",
    1,
    "Administer Fentanyl - 17 mg",
    "17 mg",
    "",
    30.0,
    100.0,
    "RR",
    "decrease",
    None,
    None,
    "qualitative",
    "1/min",
)


def test_a_known_slip_is_read_otherwise_with_its_reason() -> None:
    mended = corrected([ROW])
    assert mended.rows[0].action == "Administer Fentanyl - 150 ug"
    assert "slip" in mended.notes[7]
    assert not mended.refused


def test_a_refused_row_keeps_its_place_and_its_reason() -> None:
    rule = Erratum({"variable": re.compile("^RR$")}, "it cannot be", {}, True)
    mended = corrected([ROW, ROW._replace(number=8, variable="HR")], [rule])
    assert [row.number for row in mended.rows] == [7, 8]
    assert mended.refused == {7: "it cannot be"}


def test_a_rule_speaks_only_of_rows_that_match_every_column() -> None:
    rule = Erratum(
        {"variable": re.compile("^RR$"), "direction": re.compile("^increase$")}, "x", {"before": "rest"}, False
    )
    assert not corrected([ROW], [rule]).from_rest
    assert corrected([ROW._replace(direction="increase")], [rule]).from_rest == {7}


def test_every_erratum_has_a_reason_and_columns_that_exist() -> None:
    for rule in errata():
        assert len(rule.reason) > 40
        assert set(rule.when) <= set(Row._fields)
        assert set(rule.read) <= {*Row._fields, "before"}
