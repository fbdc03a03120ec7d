"""Pictures of recordings, by matplotlib (the optional extra `plot`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedside.body.refusals import BodyError
from bedside.body.variables import VARIABLES, WAVES

if TYPE_CHECKING:
    from bedside.body.recording import Recording

FORMATS = (".png", ".svg", ".pdf")
MOST_PANELS = 24
INK, LINE = "#20303c", "#0a6c74"


def pyplot() -> Any:
    """The drawing module of matplotlib, without a screen. Raises `BodyError` saying how to install it."""
    try:
        import matplotlib as mpl
    except ModuleNotFoundError as error:
        raise BodyError(
            "a plot needs matplotlib, which is not installed", "Install it: pip install 'bedside[plot]'"
        ) from error
    mpl.use("agg")
    mpl.rcParams.update({"svg.hashsalt": "bedside", "svg.fonttype": "path", "font.size": 8, "axes.edgecolor": INK})
    from matplotlib import pyplot as plt

    return plt


def writable(path: Path) -> Path:
    """The path, when its ending is a picture's. Raises `BodyError`."""
    if path.suffix.lower() not in FORMATS:
        raise BodyError(f"a plot cannot be written as {path.suffix or path.name!r}", f"End it in {', '.join(FORMATS)}.")
    return path


def plot(recording: Recording, path: Path, *, title: str = "", marks: Sequence[tuple[float, str]] = ()) -> None:
    """One panel a variable over minutes (seconds when short); `marks` are (s, text) of deeds. Raises `BodyError`."""
    names = recording.names[:MOST_PANELS]
    plt = pyplot()
    seconds = recording.times
    minutes = bool(len(seconds)) and seconds[-1] > 180
    scale, unit = (60.0, "min") if minutes else (1.0, "s")
    figure, axes = plt.subplots(len(names), 1, sharex=True, figsize=(7, 1.1 * len(names) + 0.9), squeeze=False)
    for place, (axis, name) in enumerate(zip(axes[:, 0], names, strict=True)):
        axis.plot(seconds / scale, recording.table[:, place], color=LINE, linewidth=1.0)
        axis.set_ylabel(f"{label(name)}\n{unit_of(name)}", rotation=0, ha="right", va="center")
        axis.spines[["top", "right"]].set_visible(False)
        axis.margins(x=0)
        for at, _ in marks:
            axis.axvline(at / scale, color="0.75", linewidth=0.7, zorder=0)
    _name_marks(axes[0, 0], marks, scale)
    axes[-1, 0].set_xlabel(unit)
    figure.suptitle(title, x=0.02, ha="left", fontsize=9)
    figure.tight_layout(h_pad=0.3, rect=(0, 0, 1, 0.97 if title else 1))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)
    except OSError as error:
        raise BodyError(f"{path} cannot be written: {error.strerror}", "Name another place.") from error
    finally:
        plt.close(figure)


def _name_marks(axis: Any, marks: Sequence[tuple[float, str]], scale: float) -> None:
    for at, text in marks[:12]:
        axis.annotate(
            text,
            (at / scale, 1.02),
            xycoords=("data", "axes fraction"),
            fontsize=6,
            rotation=20,
            ha="left",
            va="bottom",
        )


def label(name: str) -> str:
    """A name as people read it."""
    return name.replace("_", " ")


def unit_of(name: str) -> str:
    """The unit of a variable or wave."""
    return VARIABLES[name].unit if name in VARIABLES else WAVES[name]
