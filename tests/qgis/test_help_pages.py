"""Help pages as the dialogs show them."""

import re


def test_an_item_that_begins_in_italics_ends_upright_and_keeps_its_bullet(redline):
    """Qt gives an item the look of its first letters, in a second style attribute that takes the bullet away."""
    pages = {each.name(): each.shortHelpString() for each in redline.algorithms()}
    assert [name for name, page in pages.items() if re.search(r"<li style=[^>]*style=", page)] == []
    assert re.search(r'<li [^>]*><span style="[^"]*italic[^"]*">parcel</span>: boundary', pages["mapsheets"])


def test_lists_and_tables_stay_whole(redline):
    """QGIS's dialogs make a paragraph of each line of a help text: of each item of a list, each cell of a table."""
    pages = {each.name(): each.shortHelpString() for each in redline.algorithms() if hasattr(each, "ID")}
    assert [name for name, page in pages.items() if "\n" in page] == []
    assert pages["mapsheets"].count("<li") == 7
    assert pages["checklayers"].count("<table") == 1
