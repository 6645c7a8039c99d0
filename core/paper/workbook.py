"""Finished tables as an XLSX workbook that can be printed and handed in as it is."""

from __future__ import annotations

import io
import math
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from ..errors import Notice, RedlineError
from .cells import like_a_formula
from .tableheader import HeaderCell, header_cells, header_depth, labelled, shared_unit, text_width
from .tables import Row, Table, Value, cell_text
from .wholefile import write_whole
from .workbookpages import PagePlan, leading_columns, page_plan, parted_header

__all__ = ["Sheet", "no_workbooks", "require_openpyxl", "sheet_names", "workbook_bytes", "write_workbook"]

# Spreadsheet programs choose a font of the same character set (134: simplified Chinese) where this one is missing.
_FONT = {"name": "宋体", "charset": 134, "family": 3}
_PAPER = {"A4": 9, "A3": 8}
_LONGEST = 32767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Sheet:
    """A table on its page.

    paper : "" takes A4, or A3 where the table is wide; a table that is wider still goes over several pages.
    rows_per_page : breaks the page after so many body rows; 0 leaves it to the program. form : the rows of the bureau's
    forms: title in rows 2 and 3, words and unit in row 4, head from row 5.
    """

    table: Table
    paper: Literal["A4", "A3", ""] = ""
    landscape: bool = True
    rows_per_page: int = 0
    form: bool = False


def write_workbook(
    path: Path | str,
    tables: Sequence[Table | Sheet],
    *,
    made: datetime | None = None,
    tr: Callable[[str], str] = str,
) -> Path:
    """Write ``tables``, one sheet each, to ``path``; the file appears whole or not at all."""
    target = Path(path)
    try:
        data = workbook_bytes(tables, made=made, tr=tr)
    except _errors() as error:
        # openpyxl makes sheets among the temporary files of the system.
        raise RedlineError(
            "{file} cannot be made ({reason}): see whether the disk with temporary files ({folder}) is full.",
            file=target.name,
            reason=getattr(error, "strerror", None) or str(error) or type(error).__name__,
            folder=tempfile.gettempdir(),
        ) from error
    return write_whole(target, data)


def workbook_bytes(
    tables: Sequence[Table | Sheet], *, made: datetime | None = None, tr: Callable[[str], str] = str
) -> bytes:
    """The workbook's bytes; the same for the same tables and the same ``made`` (now, where not given)."""
    openpyxl = require_openpyxl()
    if not tables:
        raise RedlineError("There is no table to write into the workbook.")
    sheets = [table if isinstance(table, Sheet) else Sheet(table) for table in tables]
    moment = (made or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book = openpyxl.Workbook()
    book.remove(book.active)
    styles = _Styles()
    # Widths of columns are counted in digits of this font: so they fit what stands in the cells.
    book._named_styles["Normal"].font = styles.plain
    for name, sheet in zip(sheet_names([sheet.table.name for sheet in sheets]), sheets, strict=True):
        _fill(book.create_sheet(name), sheet, styles, tr)
    book.properties.creator = "Redline 红线"
    book.properties.title = sheets[0].table.title
    book.properties.created = moment
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue(), moment)


def _errors() -> tuple[type[Exception], ...]:
    """What is raised on a full disk: also by lxml, where openpyxl writes with it."""
    try:
        from lxml import etree
    except ImportError:
        return (OSError,)
    return (OSError, etree.LxmlError)


def no_workbooks() -> Notice | None:
    """What a person is told where openpyxl is missing and all but the workbooks can be made; None where it is there."""
    try:
        require_openpyxl()
    except RedlineError as missing:
        return Notice("All is made but the workbooks. {reason}", reason=missing)
    return None


def require_openpyxl() -> Any:
    """openpyxl, asked for before the long work too. Raises RedlineError with the commands where it is missing."""
    try:
        import openpyxl
    except ImportError as error:
        raise RedlineError(
            "The package openpyxl is missing, which writes XLSX files: "
            "Windows: OSGeo4W Shell, python -m pip install openpyxl; Debian and Ubuntu: apt install python3-openpyxl."
        ) from error
    return openpyxl


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that Excel accepts: 1 to 31 characters, none of ``[]:*?/\\``, unique without regard to case."""
    taken: set[str] = {"history"}  # Excel keeps this one for itself
    result = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\]", "_", _CONTROL.sub("", name).replace("\n", " ").replace("\r", " "))
        plain = plain.strip().strip("'").strip() or "Sheet"
        unique, number = plain[:31], 2
        while unique.casefold() in taken:
            tail = f"_{number}"
            unique, number = plain[: 31 - len(tail)] + tail, number + 1
        taken.add(unique.casefold())
        result.append(unique)
    return result


def _settled(data: bytes, moment: datetime) -> bytes:
    """The same parts with the times of the clock taken out, so that equal tables give equal bytes."""
    stamp = f"{moment.isoformat()}Z".encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*(<)", rb"\g<1>" + stamp + rb"\g<2>", content)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


class _Styles:
    """openpyxl's style objects, made once for a workbook, and the combinations of them that cells have."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        thin = Side(style="thin", color="FF666666")
        self.frame = Border(left=thin, right=thin, top=thin, bottom=thin)
        self.title = Font(**_FONT, sz=16, b=True)
        self.plain = Font(**_FONT, sz=11)
        self.strong = Font(**_FONT, sz=11, b=True)
        self.note = Font(**_FONT, sz=9, color="FF444444")
        self.middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.left = Alignment(horizontal="left", vertical="center", wrap_text=True)
        self.right = Alignment(horizontal="right", vertical="center")
        self.head_fill = PatternFill("solid", fgColor="FFF0F0F0")
        self.total_fill = PatternFill("solid", fgColor="FFF7F3E8")
        self.no_fill = PatternFill()
        self._known: dict[tuple[tuple[str, object], ...], Any] = {}

    def put(self, cell: Any, **parts: Any) -> None:
        """Give a cell its font, border, alignment, fill, number_format, quotePrefix.

        openpyxl looks each part up among all others for every cell: a combination is looked up once, then copied.
        """
        key = tuple((name, part if isinstance(part, (str, bool)) else id(part)) for name, part in parts.items())
        if key not in self._known:
            for name, part in parts.items():
                setattr(cell, name, part)
            self._known[key] = copy(cell._style)
        else:
            cell._style = copy(self._known[key])


def _fill(ws: Any, sheet: Sheet, styles: _Styles, tr: Callable[[str], str]) -> None:
    table = sheet.table
    widths = _column_widths(table)
    plan = page_plan(widths, leading_columns(table.columns), sheet.paper, sheet.landscape)
    left, width = plan.words
    room = widths[left:width]
    unit = shared_unit(table)
    unit_words = [tr("Unit: {unit}").format(unit=unit)] if unit else []
    head = labelled(table.head, tr)
    if sheet.form:
        ws.row_dimensions[1].height = 8
        _line(ws, 2, left + 1, width, table.title, styles, styles.title, styles.middle, rows=2)
        row = _words(ws, 4, left, [*head, *unit_words], room, styles, unit=bool(unit))
    else:
        _line(ws, 1, left + 1, width, table.title, styles, styles.title, styles.middle)
        ws.row_dimensions[1].height = 30
        row = _words(ws, 2, left, head, room, styles)
        for words in unit_words:
            _line(ws, row, left + 1, width, words, styles, styles.plain, styles.right)
            row += 1
    first_header = row
    heads = parted_header(header_cells(table.columns, unit=unit), plan)
    for cell in heads:
        top, begin = first_header + cell.row, 1 + cell.column
        bottom, right = top + cell.rows - 1, begin + cell.columns - 1
        for line in range(top, bottom + 1):
            for column in range(begin, right + 1):
                styles.put(
                    ws.cell(line, column),
                    font=styles.strong,
                    alignment=styles.middle,
                    border=styles.frame,
                    fill=styles.head_fill,
                )
        _put_text(ws.cell(top, begin), cell.text)
        if right > begin or bottom > top:
            ws.merge_cells(start_row=top, start_column=begin, end_row=bottom, end_column=right)
    first_body = first_header + (header_depth(table.columns) if table.columns else 0)
    _header_heights(ws, heads, header_depth(table.columns), widths, first_header)
    row = first_body
    alignments = _alignments(table, styles)
    for position, body_row in enumerate(table.rows):
        _body_row(ws, row, body_row, table, alignments, styles)
        if sheet.rows_per_page and position and position % sheet.rows_per_page == 0:
            _break_before(ws, row)
        row += 1
    row = _words(ws, row, left, labelled(table.foot, tr), room, styles)
    for note in table.notes:
        _line(ws, row, left + 1, width, note, styles, styles.note, styles.left)
        ws.row_dimensions[row].height = 13 * _lines_of(note, sum(room) * 11 / 9)
        row += 1
    for column, size in enumerate(widths, 1):
        ws.column_dimensions[_letter(column)].width = size
    _set_page(ws, sheet, plan, first_header, first_body, row - 1, tr)


def _column_widths(table: Table) -> list[float]:
    """Wide enough for every number and for words up to 36 half-width characters, which wrap beyond that."""
    widths = []
    for position, column in enumerate(table.columns):
        texts = [cell_text(row.values[position]) for row in table.rows if position < len(row.values)]
        body = max((text_width(text) for text in texts), default=0)
        label = min(text_width(column.label), 14)
        widths.append(float(min(max(body, label, 5), 36 if not column.numeric else 30) + 2.5))
    return widths or [40.0]


def _header_heights(ws: Any, cells: Sequence[HeaderCell], depth: int, widths: list[float], first: int) -> None:
    heights = [18.0] * depth
    for cell in cells:
        room = sum(widths[cell.column : cell.column + cell.columns])
        needed = 15.0 * _lines_of(cell.text, room) + 3
        missing = needed - sum(heights[cell.row : cell.row + cell.rows])
        if missing > 0:
            heights[cell.row + cell.rows - 1] += missing
    for offset, height in enumerate(heights):
        ws.row_dimensions[first + offset].height = height


def _lines_of(text: str, room: float) -> int:
    return max(sum(max(math.ceil(text_width(line) / max(room - 1, 1)), 1) for line in text.splitlines() or [""]), 1)


def _words(
    ws: Any, row: int, start: int, texts: list[str], widths: list[float], styles: _Styles, *, unit: bool = False
) -> int:
    """Labelled words side by side over columns of these widths, as many in a row as have room; the next free row.

    start : how many columns lie before them. unit : the last of them is the unit, which stands at the right.
    """
    position, width = 0, len(widths)
    while position < len(texts):
        count = next(
            (n for n in range(min(4, width, len(texts) - position), 1, -1) if _fit(texts, position, n, widths)), 1
        )
        edges = [round(i * width / count) for i in range(count + 1)]
        lines = 1
        for i in range(count):
            text, left, right = texts[position + i], edges[i], edges[i + 1]
            alignment = styles.right if unit and position + i == len(texts) - 1 else styles.left
            _line(ws, row, start + left + 1, start + right, text, styles, styles.plain, alignment)
            lines = max(lines, _lines_of(text, sum(widths[left:right])))
        ws.row_dimensions[row].height = 15.0 * lines + 3
        position += count
        row += 1
    return row


def _fit(texts: list[str], position: int, count: int, widths: list[float]) -> bool:
    edges = [round(i * len(widths) / count) for i in range(count + 1)]
    return all(
        edges[i + 1] > edges[i] and text_width(texts[position + i]) < sum(widths[edges[i] : edges[i + 1]])
        for i in range(count)
    )


def _line(
    ws: Any, row: int, left: int, right: int, text: str, styles: _Styles, font: Any, alignment: Any, rows: int = 1
) -> None:
    """A text over merged cells."""
    cell = ws.cell(row, left)
    _put_text(cell, text)
    styles.put(cell, font=font, alignment=alignment, quotePrefix=like_a_formula(text))
    if right > left or rows > 1:
        ws.merge_cells(start_row=row, start_column=left, end_row=row + rows - 1, end_column=right)


def _alignments(table: Table, styles: _Styles) -> list[Any]:
    """One for each column: numbers at the right, ordinals and short words in the middle, long words at the left."""
    found = []
    for position, column in enumerate(table.columns):
        values = [row.values[position] for row in table.rows if position < len(row.values)]
        if column.numeric:
            ordinals = position == 0 and all(value in (None, "") or isinstance(value, int) for value in values)
            found.append(styles.middle if ordinals else styles.right)
        else:
            longest = max((len(cell_text(value)) for value in values), default=0)
            found.append(styles.left if longest > 8 else styles.middle)
    return found


def _body_row(ws: Any, row: int, line: Row, table: Table, alignments: list[Any], styles: _Styles) -> None:
    font = styles.plain if line.kind == "leaf" else styles.strong
    fill = styles.total_fill if line.kind == "total" else styles.no_fill
    for position, column in enumerate(table.columns):
        value = line.values[position] if position < len(line.values) else None
        cell = ws.cell(row, position + 1)
        number_format = _put(cell, value)
        number = isinstance(value, (Decimal, int))
        text = cell_text(value)
        alignment = styles.middle if column.numeric and not number else alignments[position]
        styles.put(
            cell,
            font=font,
            border=styles.frame,
            alignment=alignment,
            fill=fill,
            number_format=number_format,
            quotePrefix=not number and like_a_formula(text),
        )
    texts = [cell_text(value) for value in line.values]
    most = max((_lines_of(text, 36) for text in texts), default=1)
    if most > 1:
        ws.row_dimensions[row].height = 15.0 * most


def _put(cell: Any, value: Value) -> str:
    """Put a value into a cell; the number format that it wants."""
    if value is None:
        return "General"
    if isinstance(value, str) or (isinstance(value, Decimal) and not value.is_finite()):
        _put_text(cell, str(value))
        return "General"
    if len(cell_text(value).strip("-0").replace(".", "")) > 15:
        # A spreadsheet holds 15 digits: a longer number is kept whole as text.
        _put_text(cell, cell_text(value))
        return "General"
    cell.value = value
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "0." + "0" * decimals if decimals else "0"


def _put_text(cell: Any, text: str) -> None:
    """Text stays text: nothing that begins like a formula is one, in Excel, LibreOffice or WPS."""
    plain = _CONTROL.sub("\ufffd", text)
    cell.value = plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
    cell.data_type = "s"


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _break_before(ws: Any, row: int) -> None:
    from openpyxl.worksheet.pagebreak import Break

    ws.row_breaks.append(Break(id=row - 1))


def _set_page(
    ws: Any, sheet: Sheet, plan: PagePlan, first_header: int, first_body: int, last: int, tr: Callable[[str], str]
) -> None:
    ws.print_area = f"A1:{_letter(plan.pages[-1][1])}{max(last, 1)}"
    if sheet.table.columns:
        ws.print_title_rows = f"{first_header}:{first_body - 1}"
        ws.freeze_panes = ws.cell(first_body, plan.lead + 1 if plan.scale else 1)
    page = ws.page_setup
    page.paperSize = _PAPER[plan.paper]
    page.orientation = "landscape" if sheet.landscape else "portrait"
    if plan.scale:
        from openpyxl.worksheet.pagebreak import Break

        page.scale = plan.scale
        page.pageOrder = "overThenDown"
        if plan.lead:
            ws.print_title_cols = f"A:{_letter(plan.lead)}"
        for _, end in plan.pages[:-1]:
            ws.col_breaks.append(Break(id=end))
    else:
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        page.fitToWidth, page.fitToHeight = 1, 0
    ws.page_margins.left = ws.page_margins.right = 0.5
    ws.page_margins.top, ws.page_margins.bottom = 0.6, 0.7
    ws.print_options.horizontalCentered = True
    ws.oddFooter.center.text = tr("Page {page} of {pages}").format(page="&P", pages="&N")
    ws.oddFooter.center.font = "宋体"
    ws.oddFooter.center.size = 9
