"""Validates the REFI-QDA exports of a case with the schemas of the standard.

`python -m bench.refi CASE Project.xsd Codebook.xsd`. The schemas (© QDA software.org) are not in this repository:
qdasoftware.org publishes them; openqda/refi-tools and QualCoder hold copies.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from lxml import etree


def main(words: list[str] | None = None) -> int:
    """Return 0 when both exports are valid; print what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("project", type=Path, help="Project.xsd")
    parser.add_argument("codebook", type=Path, help="Codebook.xsd")
    asked = parser.parse_args(words)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for shape, schema in (("qdpx", asked.project), ("qdc", asked.codebook)):
            out = Path(folder) / f"case.{shape}"
            command = [sys.executable, "-m", "evidence", "graph", str(asked.case), "--format", shape, "-o", str(out)]
            subprocess.run(command, check=True)
            content = zipfile.ZipFile(out).read("project.qde") if shape == "qdpx" else out.read_bytes()
            made = etree.fromstring(content)
            found = etree.XMLSchema(etree.parse(schema))
            valid = found.validate(made)
            wrong += not valid
            print(f"{shape}: {'valid' if valid else 'NOT valid'}, {sum(1 for _ in made.iter())} elements")
            for error in found.error_log:
                print(f"  line {error.line}: {error.message}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
