"""Draw book/assets/social-card.png, the picture that a link to the book shows: python tools/social_card.py"""

from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from wordmodes.theory.dynamics import half_rise_time, sigmoid

GROUND, INK, QUIET = "#12324a", "#f4f7fa", "#9db4c6"
COLOURS = ("#7cc4ef", "#f0a35e", "#63d0ac", "#e3a6d5", "#e6c75c", "#b9b2f5")


def main() -> None:
    """Draw six modes that learn one after another, and the title."""
    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor=GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.06, 0.07, 0.88, 0.47), facecolor=GROUND)
    axes.set_axis_off()
    eigenvalues, start = np.array([6.0, 4.1, 3.0, 2.25, 1.7, 1.3]), 1e-4
    times = np.linspace(0, 1.25 * float(half_rise_time(eigenvalues[-1], start)), 600)
    for eigenvalue, colour in zip(eigenvalues, COLOURS, strict=True):
        axes.plot(times, sigmoid(eigenvalue, start, times).ravel(), color=colour, linewidth=4, solid_capstyle="round")
    axes.set_xlim(0, times[-1])
    axes.set_ylim(-0.15, 6.3)
    figure.text(0.06, 0.80, "One Concept at a Time", color=INK, fontsize=47, fontweight="bold")
    figure.text(0.06, 0.675, "How word2vec learns: an interactive textbook", color=QUIET, fontsize=25)
    target = Path(__file__).resolve().parent.parent / "book/assets/social-card.png"
    draft = target.with_suffix(".tmp")
    figure.savefig(draft, format="png", facecolor=GROUND, metadata={"Software": None}, pil_kwargs={"optimize": True})
    draft.replace(target)


if __name__ == "__main__":
    main()
