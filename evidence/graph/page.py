"""The network as one offline page: the drawing, filters, every tie with its passages, readings, contrasts, money."""

import datetime as dt
from collections.abc import Mapping

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from evidence.graph.contrasts import contrasts
from evidence.graph.flows import flows
from evidence.graph.insights import readings
from evidence.graph.picture import STATUS, drawing
from evidence.graph.record import Network
from evidence.graph.vocabulary import relations
from evidence.graph.words import money
from evidence.resources import folder

VERDICTS = {"accepted": "retenu", "rejected": "écarté", "to_verify": "à vérifier"}


def page(network: Network, *, case: str, made_at: dt.date, names: Mapping[str, str], fiction: bool = False) -> bytes:
    """Return one HTML file that asks nothing of any network; *names* gives the French name of each criterion."""
    environment = Environment(loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined)
    environment.filters["money"] = money
    used = {tie.relation for tie in network.ties}
    text = environment.get_template("network.html.j2").render(
        n=network,
        case=case,
        fiction=fiction,
        made_at=f"{made_at:%d/%m/%Y}",
        svg=Markup(drawing(network)),  # noqa: S704 (names are escaped there)
        relations=relations(),
        used=[relation for relation in relations().values() if relation.id in used],
        words={**STATUS, "hypothetical": "hypothétique"},
        verdicts=VERDICTS,
        readings=readings(network),
        contrasts=contrasts(network),
        flows=flows(network),
        names=names,
        money=money,
    )
    return text.encode()


def _template(name: str) -> str:
    return (folder("templates") / name).read_text(encoding="utf-8")
