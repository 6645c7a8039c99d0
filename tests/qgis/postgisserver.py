"""A real PostGIS server of the tests' own, on a socket in a folder of its own: for tests/qgis, tests/faults and, where
there is no QGIS, tests/frames."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PERSON = "zhang"
PASSWORD = "geheim'es Wort \\ 8"  # noqa: S105 - of a server that lives as long as the tests
"""A role that must give its password; all others come in without one."""


@dataclass
class Server:
    """``sql`` asks as the owner; ``stored`` makes the server a connection of QGIS by name."""

    folder: Path
    tools: Path
    as_user: list[str] = field(default_factory=list)

    @property
    def connection(self) -> str:
        return f"host={self.folder} port=5432 dbname=county user=postgres"

    def uri(self, user: str = "postgres", password: str = "", authcfg: str = "") -> str:
        from qgis.core import QgsDataSourceUri

        uri = QgsDataSourceUri()
        if authcfg:
            uri.setConnection(str(self.folder), "5432", "county", "", "", authConfigId=authcfg)
        else:
            uri.setConnection(str(self.folder), "5432", "county", user, password)
        return uri.uri(False)

    @contextmanager
    def stored(self, name: str, **who: str) -> Iterator[str]:
        from qgis.core import QgsProviderRegistry

        metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
        keep = {"saveUsername": True, "savePassword": bool(who.get("password"))}
        metadata.saveConnection(metadata.createConnection(self.uri(**who), keep), name)
        try:
            yield name
        finally:
            metadata.deleteConnection(name)

    def sql(self, statement: str) -> str:
        try:
            done = subprocess.run(
                ["psql", "-h", str(self.folder), "-U", "postgres", "-d", "county", "-AtXc", statement],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            error.add_note(error.stderr)
            raise
        return done.stdout.strip()

    def dumped(self) -> str:
        """All that is in the database, as text."""
        command = ["pg_dump", "-h", str(self.folder), "-U", "postgres", "county"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def run(self, *command: object) -> None:
        subprocess.run([*self.as_user, *map(str, command)], check=True, capture_output=True, cwd=self.folder)

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        data = self.folder / "data"
        self.run(self.tools / "pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """As a server dies: at once, whoever is connected."""
        command = [str(self.tools / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop"]
        subprocess.run([*self.as_user, *command], check=False, capture_output=True)


def postgres_tools() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    name = shutil.which("initdb")
    assert found or name, "PostgreSQL is not installed; scripts/setup.sh test installs it"
    return found[-1].parent if found else Path(name).parent


@contextmanager
def new_server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="redline-pg-"))
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    server = Server(folder, postgres_tools(), as_user)
    data = folder / "data"
    try:
        server.run(
            server.tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
        )
        rules = data / "pg_hba.conf"
        rules.write_text(f"local all {PERSON} scram-sha-256\n" + rules.read_text())
        server.start()
        server.run("createdb", "-h", folder, "-U", "postgres", "county")
        server.sql("CREATE EXTENSION postgis")
        word = PASSWORD.replace("'", "''")
        server.sql(f"CREATE ROLE {PERSON} LOGIN PASSWORD '{word}'; GRANT CREATE ON DATABASE county TO {PERSON}")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
