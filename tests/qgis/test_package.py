"""The plugin zip: what the plugin site asks of it, and that QGIS loads it from there."""

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def package() -> Path:
    environment = {**os.environ, "REDLINE_ROOT": str(ROOT)}
    done = subprocess.run(
        ["bash", "scripts/package.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return ROOT / re.match(r"\S+\.zip", done.stdout).group()


def test_what_is_in_it_and_what_is_not(package):
    names = zipfile.ZipFile(package).namelist()
    assert {name.split("/")[0] for name in names} == {"redline"}
    inside = {name.removeprefix("redline/") for name in names}
    assert {"metadata.txt", "LICENSE", "__init__.py", "plugin.py", "i18n/redline_zh_Hans.qm"} <= inside
    # The welcome makes the demo county with them.
    assert {"demo/county.py", "demo/data/parcels.csv"} <= inside
    # Documents for users, with their pictures, are read without a network; two townships open without another package.
    assert {"docs/tutorial.md", "docs/tutorial.zh-Hans.md", "resources/demo/townships.gpkg"} <= inside
    pictures = {name for name in inside if name.startswith("docs/pictures/")}
    assert len(pictures) >= 20
    assert not {"docs/architecture.md", "docs/conventions.md", "docs/developing.md", "docs/engine.md"} & inside
    for folder in ("tests", "bench", ".ci", ".git", "scripts", "requirements"):
        assert not [name for name in inside if name.startswith(f"{folder}/")], folder
    assert not [name for name in inside if name.endswith((".pyc", ".so", ".dll", ".exe", ".nbi", ".nbc"))]
    assert package.stat().st_size < 25_000_000


def test_nothing_in_it_that_the_site_blocks(package):
    """No assert and no silent except in shipped code; no picture hidden in a page template or style."""
    archive = zipfile.ZipFile(package)
    for name in archive.namelist():
        if name.endswith(".py"):
            text = archive.read(name).decode("utf-8")
            assert not re.search(r"^\s*assert\b", text, re.MULTILINE), name
            assert not re.search(r"except(?: (?:Base)?Exception)?:\s*\n\s*pass\b", text), name
            assert "xml.etree" not in text, name
            assert "import subprocess" not in text, name
        elif name.endswith((".qpt", ".qml")):
            assert "base64" not in archive.read(name).decode("utf-8"), name


def release(tmp_path, places: str) -> tuple[subprocess.CompletedProcess, Path]:
    """A release with places that REDLINE_PUBLISHER's file names; made in a clone, so that no zip of ours is touched."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{ROOT}", str(clone)], check=True)
    own = tmp_path / "publisher.txt"
    own.write_text(places, encoding="utf-8")
    done = subprocess.run(
        ["bash", "scripts/package.sh", "--release"], cwd=clone, capture_output=True, text=True, check=False,
        env={**os.environ, "REDLINE_PUBLISHER": str(own)},
    )  # fmt: skip
    return done, clone / "build"


def metadata_of(path: Path) -> dict[str, str]:
    text = zipfile.ZipFile(path).read("redline/metadata.txt").decode("utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


OWN = (
    "email=gis@county.gov.cn\n# ours\nhomepage=https://gis.county.gov.cn/redline\n"
    "tracker=https://gitee.com/county/redline/issues\nrepository=https://gitee.com/county/redline\n"
)


def test_a_development_build_is_marked_and_names_no_places(package):
    assert package.name.endswith("-dev.zip")
    found = metadata_of(package)
    assert found["version"].endswith("-dev") and found["experimental"] == "True"
    assert [found[key] for key in ("email", "homepage", "tracker", "repository")] == [""] * 4


def test_a_release_names_the_places_of_whoever_publishes(tmp_path):
    done, build = release(tmp_path, OWN)
    assert done.returncode == 0, done.stderr
    (made,) = build.iterdir()
    found = metadata_of(made)
    assert made.name == f"redline-{found['version']}.zip" and "dev" not in found["version"]
    assert found["experimental"] == "False"
    assert found["email"] == "gis@county.gov.cn" and found["repository"] == "https://gitee.com/county/redline"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (OWN, "", "email is missing; homepage is missing; tracker is missing; repository is missing"),
        ("gis@county.gov.cn", "a@users.noreply.github.com", "a@users.noreply.github.com is nobody's address"),
        ("gis.county.gov.cn", "a.example.org", "homepage https://a.example.org/redline is no https address that"),
        ("https://gitee.com/county/redline/issues", "…", "tracker … is no https address that somebody owns"),
    ],
)
def test_a_release_without_places_that_somebody_owns_is_refused(tmp_path, before, after, said):
    done, build = release(tmp_path, OWN.replace(before, after))
    assert done.returncode != 0 and not list(build.iterdir())
    assert "redline: no release without places that are yours: " in done.stderr and said in done.stderr
    assert "`make package` builds for development" in done.stderr


def site_check(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["bash", "scripts/site_check.sh", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


PLANTED = """
def count(table, connection):
    assert table
    password = 'Zu8kd92hxQ'  # nosec # pragma: allowlist secret
    return connection.execute(f"SELECT * FROM {table}"), password  # noqa: S608
x = 1;import os  # noqa
"""


def test_the_check_of_the_site_finds_what_is_planted_and_marked(tmp_path):
    """Marks that would keep the tools from looking are not listened to."""
    planted = tmp_path / "planted.zip"
    with zipfile.ZipFile(planted, "w") as archive:
        archive.writestr("redline/planted.py", PLANTED)
    done = site_check(str(planted))
    assert done.returncode == 1
    assert "would find something in planted.zip: bandit detect-secrets flake8" in done.stderr
    for found in ("B101", "B105", "B608", "redline/planted.py: 4: Secret Keyword", "F401", "E702"):
        assert found in done.stdout, found


def test_qgis_loads_it(package, tmp_path):
    plugins = tmp_path / "插件 folder"
    zipfile.ZipFile(package).extractall(plugins)
    environment = {
        **os.environ,
        "QGIS_PLUGINPATH": str(plugins),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "QT_QPA_PLATFORM": "offscreen",
    }

    def call(*arguments):
        return subprocess.run(
            ["qgis_process", *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    enabled = call("plugins", "enable", "redline")
    assert enabled.returncode == 0, enabled.stderr
    done = call("help", "redline:approvaldossier")
    assert done.returncode == 0, done.stderr
    assert "PARCELS" in done.stdout
