"""A drawing on paper: the sheet on which its smallest letters can be read, and the PNG for what takes no SVG."""

import json
from dataclasses import dataclass
from typing import Literal

import typst
from lxml import etree

SOURCE = b"""#set page(width: eval(sys.inputs.width), height: auto, margin: 1mm)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
#image(bytes(json(bytes(sys.inputs.drawing))), format: "svg", width: 100%)
"""
# The smallest letters that are read at arm's length, in points: a common floor of print.
SMALLEST = 7.0
POINTS = 72 / 25.4
# What a drawing may take of each sheet, in millimetres: the margins, the title and the caption left out.
Sheet = Literal["a4", "a4-landscape", "a3", "a3-landscape"]
SHEETS: dict[Sheet, tuple[float, float]] = {
    "a4": (166, 215),
    "a4-landscape": (253, 135),
    "a3": (253, 340),
    "a3-landscape": (376, 220),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """How a drawing is printed: on what *sheet*, how wide in millimetres, its smallest letters in *points*."""

    sheet: Sheet
    width: float
    points: float


def printed(svg: str) -> Printed:
    """Return the first sheet on which the letters of *svg* can be read, the largest when there is none.

    A drawing is never taller than the sheet: a narrow one is made no wider than its letters need.
    """
    drawing = etree.fromstring(svg.encode("utf-8"))
    _, _, across, down = (float(number) for number in drawing.get("viewBox", "0 0 1 1").split())
    sizes = [float(size.removesuffix("px")) for item in drawing.iter() if (size := item.get("font-size"))]
    letters = min(sizes, default=12.0)
    found = Printed("a4", 0, 0)
    for sheet, (wide, tall) in SHEETS.items():
        width = min(wide, tall * across / down)
        points = letters * width * POINTS / across
        if points > found.points:
            found = Printed(sheet, round(width, 1), round(points, 1))
        if points >= SMALLEST:
            break
    return found


def png(svg: str) -> bytes:
    """Return *svg* as a picture as wide as it is printed, at 200 points an inch."""
    made = typst.compile(
        SOURCE,
        format="png",
        ppi=200,
        ignore_system_fonts=True,
        sys_inputs={"drawing": json.dumps(svg), "width": f"{printed(svg).width}mm"},
    )
    if not isinstance(made, bytes):
        raise TypeError("the drawing took several pages")
    return made
