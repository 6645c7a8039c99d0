"""Prints the tables of a workbook to the terminal: python scripts/show_tables.py FILE.xlsx [sheet …]"""

import sys
import unicodedata

from openpyxl import load_workbook


def width(text: str) -> int:
    """Columns that a text takes: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def text_of(cell) -> str:
    """A cell as the spreadsheet program shows it: numbers with the decimals of their format."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, int | float):
        decimals = len(cell.number_format.partition(".")[2].split(";")[0].strip("_) "))
        return f"{cell.value:.{decimals}f}"
    return str(cell.value)


def show(sheet) -> None:
    rows = [[text_of(cell) for cell in row] for row in sheet.iter_rows()]
    body = [row for row in rows if sum(bool(text) for text in row) > 1]
    if not body:
        return
    # Words above and below a table reach over several columns: they do not set widths.
    full = [row for row in body if sum(bool(text) for text in row) > len(row) // 2] or body
    widths = [max((width(row[i]) for row in full), default=0) for i in range(len(body[0]))]
    print(f"\n{next((text for row in rows for text in row if text), sheet.title)}")
    for row in body:
        cells = []
        for text, wide in zip(row, widths, strict=True):
            blank = " " * (wide - width(text))
            cells.append(blank + text if text[:1].isdigit() and "." in text else text + blank)
        print("  " + "  ".join(cells).rstrip())


def main() -> None:
    book = load_workbook(sys.argv[1])
    for name in sys.argv[2:] or book.sheetnames:
        show(book[name])


if __name__ == "__main__":
    main()
