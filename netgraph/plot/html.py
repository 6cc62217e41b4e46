"""Pictures on a page of their own: the figure as data, and the two scripts that draw it."""

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape
from plotly.offline import get_plotlyjs

CONFIG = {"displayModeBar": False, "displaylogo": False, "responsive": True, "showTips": False}

# The only script besides the library: it is the same on every page, so that one hash allows it.
# A finger that scrolls the page must not zoom the picture.
DRAW = """
for (const box of document.querySelectorAll("div.figure")) {
  const figure = JSON.parse(document.getElementById(box.id + "-data").textContent);
  if (matchMedia("(pointer: coarse)").matches) figure.layout.dragmode = false;
  Plotly.newPlot(box, figure.data, figure.layout, figure.config);
}
"""


def as_div(figure: dict, name: str) -> Markup:
    """The place of a figure on the page, and beside it its data, which no browser takes for a script or for markup.

    `figure` is what a notebook stores: `data` and `layout`. `name` becomes the id and must be unique on the page.
    """
    layout = figure.get("layout", {})
    title = layout.get("title", {}).get("text", name)
    content = {"data": figure.get("data", []), "layout": layout, "config": CONFIG}
    return Markup(
        f'<div class="figure" id="{escape(name)}" role="img" aria-label="{escape(title)}"'
        f' style="height:{int(layout.get("height", 420))}px"></div>\n'
        f'<script type="application/json" id="{escape(name)}-data">{htmlsafe_json_dumps(content)}</script>'
    )


def library() -> str:
    """The source of plotly.js, to be put once into a page that has figures."""
    return get_plotlyjs()
