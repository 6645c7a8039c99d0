"""Three million patches streamed from a GeoPackage: seconds, cost a patch beside 100,000, and peak memory.

python bench/stream.py [PATCHES] [FOLDER]
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from redline.core import compiled

HERE = Path(__file__).resolve().parent


def main() -> None:
    patches = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent / ".build/bench"
    compiled.warm_up()
    print("| patches | zones | seconds | µs a patch | peak memory, MB |\n| --- | --- | --- | --- | --- |")
    for size in (100_000, patches):
        file = folder / f"synthetic_{size}.gpkg"
        subprocess.run([sys.executable, str(HERE / "files.py"), "synthetic", str(size), str(file)], check=True)
        for zones in ("parcels", "circles", "villages"):
            job = [sys.executable, str(HERE / "jobs/redline_engine.py"), str(file), zones, "2", "auto"]
            done = subprocess.run(job, capture_output=True, text=True, check=True)
            answer = json.loads(done.stdout.splitlines()[-1])
            seconds = answer["seconds"][-1]
            print(
                f"| {size:,} | {zones} | {seconds:.2f} | {seconds / size * 1e6:.2f} | {answer['peak'] / 2**20:,.0f} |"
            )


if __name__ == "__main__":
    main()
