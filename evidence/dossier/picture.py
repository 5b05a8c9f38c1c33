"""A drawing as PNG, for what takes no SVG: the PDF engine draws it, with its own fonts, so the bytes are the same."""

import json

import typst

SOURCE = b"""#set page(width: 170mm, height: auto, margin: 1mm)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
#image(bytes(json(bytes(sys.inputs.drawing))), format: "svg", width: 100%)
"""


def png(svg: str) -> bytes:
    """Return *svg* as a picture 17 cm wide at 200 points an inch."""
    made = typst.compile(
        SOURCE, format="png", ppi=200, ignore_system_fonts=True, sys_inputs={"drawing": json.dumps(svg)}
    )
    if not isinstance(made, bytes):
        raise TypeError("the drawing took several pages")
    return made
