"""``report.html``: one file that shows finished tables, what was used, what was skipped and why."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path
from urllib.parse import quote

from ..resources import RESOURCES
from .tableheader import header_cells, header_depth, labelled, shared_unit
from .tables import Table, cell_text
from .wholefile import write_whole

__all__ = ["Link", "Picture", "Section", "html_report", "table_html", "write_report"]


@dataclass(frozen=True)
class Link:
    """A file beside the report: ``path`` is relative to it, with ``/``."""

    label: str
    path: str


@dataclass(frozen=True)
class Picture:
    """A picture that goes into the report itself."""

    caption: str
    data: bytes
    media: str = "image/png"


@dataclass(frozen=True)
class Section:
    """A part of the report.

    facts : labelled words, such as the area method or a layer's name and count; texts : paragraphs;
    items : a list, such as what was skipped and why; then pictures, tables and links to files.
    warning : marks the section as one that a person should look at.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    texts: Sequence[str] = ()
    items: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    links: Sequence[Link] = ()
    warning: bool = False


def write_report(
    path: Path | str,
    title: str,
    sections: Sequence[Section],
    *,
    subtitle: str = "",
    language: str = "zh-Hans",
    tr: Callable[[str], str] = str,
) -> Path:
    """Write the report to ``path``; the file appears whole or not at all."""
    text = html_report(title, sections, subtitle=subtitle, language=language, tr=tr)
    return write_whole(Path(path), text.encode("utf-8", errors="replace"))


def html_report(
    title: str,
    sections: Sequence[Section],
    *,
    subtitle: str = "",
    language: str = "zh-Hans",
    tr: Callable[[str], str] = str,
) -> str:
    """The whole page: no script, no outside resource, every text escaped."""
    style = (RESOURCES / "forms" / "report.css").read_text(encoding="utf-8")
    contents = "".join(
        f'<li><a href="#part-{i}">{escape(section.title)}</a></li>' for i, section in enumerate(sections, 1)
    )
    body = "".join(_section(i, section, tr) for i, section in enumerate(sections, 1))
    lead = f'<p class="lead">{_lines(subtitle)}</p>' if subtitle else ""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{escape(language, quote=True)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="Redline 红线">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{escape(title)}</h1>{lead}</header>\n"
        f'<nav aria-label="{escape(tr("Contents"), quote=True)}"><ol>{contents}</ol></nav>\n'
        f"<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _section(number: int, section: Section, tr: Callable[[str], str]) -> str:
    parts = [f'<h2 id="part-{number}">{escape(section.title)}</h2>']
    if section.facts:
        rows = "".join(f"<dt>{escape(label)}</dt><dd>{_lines(value)}</dd>" for label, value in section.facts)
        parts.append(f"<dl>{rows}</dl>")
    parts += [f"<p>{_lines(text)}</p>" for text in section.texts]
    if section.items:
        parts.append("<ul>" + "".join(f"<li>{_lines(item)}</li>" for item in section.items) + "</ul>")
    parts += [_picture(picture) for picture in section.pictures]
    parts += [table_html(table, tr=tr) for table in section.tables]
    if section.links:
        items = "".join(
            f'<li><a href="{escape(quote(link.path, safe="/"), quote=True)}">{escape(link.label)}</a></li>'
            for link in section.links
        )
        parts.append(f'<ul class="files">{items}</ul>')
    kind = ' class="warning"' if section.warning else ""
    return f"<section{kind}>\n" + "\n".join(parts) + "\n</section>\n"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _picture(picture: Picture) -> str:
    data = base64.b64encode(picture.data).decode("ascii")
    caption = escape(picture.caption)
    return (
        f'<figure><img alt="{escape(picture.caption, quote=True)}" src="data:{picture.media};base64,{data}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def table_html(table: Table, *, tr: Callable[[str], str] = str) -> str:
    """One table with merged heads; numbers by ``cell_text``, as in every other output."""
    unit = shared_unit(table)
    words = labelled(table.head, tr)
    if unit:
        words.append(tr("Unit: {unit}").format(unit=unit))
    parts = ['<figure class="table">', f"<figcaption>{escape(table.title)}</figcaption>"]
    if words:
        parts.append('<p class="words">' + "".join(f"<span>{escape(word)}</span>" for word in words) + "</p>")
    parts.append('<div class="scroll"><table>')
    parts.append(_table_head(table, unit))
    parts.append("<tbody>")
    parts += [_table_row(table, position) for position in range(len(table.rows))]
    parts.append("</tbody></table></div>")
    foot = labelled(table.foot, tr)
    if foot:
        parts.append('<p class="words">' + "".join(f"<span>{escape(word)}</span>" for word in foot) + "</p>")
    parts += [f'<p class="note">{_lines(note)}</p>' for note in table.notes]
    parts.append("</figure>")
    return "\n".join(parts)


def _table_head(table: Table, unit: str) -> str:
    cells = header_cells(table.columns, unit=unit)
    lines = []
    for row in range(header_depth(table.columns)):
        line = "".join(
            f'<th scope="{"colgroup" if cell.columns > 1 else "col"}"'
            + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
            + (f' colspan="{cell.columns}"' if cell.columns > 1 else "")
            + f">{escape(cell.text)}</th>"
            for cell in cells
            if cell.row == row
        )
        lines.append(f"<tr>{line}</tr>")
    return "<thead>" + "".join(lines) + "</thead>"


def _table_row(table: Table, position: int) -> str:
    row = table.rows[position]
    cells = []
    for column, value in zip(table.columns, row.values, strict=True):
        number = column.numeric or isinstance(value, (Decimal, int))
        kind = ' class="number"' if number else ""
        cells.append(f"<td{kind}>{_lines(cell_text(value))}</td>")
    kind = "" if row.kind == "leaf" else f' class="{row.kind}"'
    return f"<tr{kind}>{''.join(cells)}</tr>"
