"""docs/frames.ipynb runs as it stands, from its first cell to its last."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_cell_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    cells = json.loads((ROOT / "docs" / "frames.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    names = {}
    for number, source in enumerate(code):
        exec(compile(source, f"cell {number}", "exec"), names)  # noqa: S102 - the notebook is ours
    assert len(code) > 5
    # What the text promises of the cells above.
    assert names["same"]
    assert names["areas"].sum().round(2) == names["tally"]["area"].sum().round(2)
    assert set(names["checked"]["verdict"]) >= {"Clear", "Violates"}
    assert "9999 is not a class" in capsys.readouterr().out
