"""What the ECG is drawn from: where leads look, and the dipoles of each way in which the ventricles are depolarised.

Axes of the dipole: x to the left, y to the feet, z to the front, in mV at lead strength 1. Frontal leads are
Einthoven's; chest leads look along the directions of a torso, stronger where the electrode lies near the heart
(estimates, drawn to give the normal amplitudes and R progression of Surawicz and Knilans 2008).
"""

from __future__ import annotations

import numpy as np

LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
"""Order of the twelve leads everywhere."""

LOOK = np.array(
    [
        [1.00, 0.00, 0.00],  # I
        [0.50, 0.87, 0.00],  # II
        [-0.55, 0.00, 0.95],  # V1
        [-0.15, 0.00, 1.45],  # V2
        [0.40, 0.10, 1.35],  # V3
        [0.95, 0.25, 0.95],  # V4
        [1.15, 0.25, 0.35],  # V5
        [1.00, 0.20, 0.00],  # V6
    ]
)
"""Direction and strength of the eight independent leads; III and the augmented ones follow from I and II."""

NORMAL, LBBB, RBBB, DELTA, OUTFLOW, APICAL, LATERAL, LOW_ESCAPE, RIGHT_PACED, TWISTING, AGONAL = range(11)
"""Ways of depolarisation, rows of `BUMPS` and `RECOVERY`."""

_NORMAL = [(0.21, 0.098, -0.17, -0.05, 0.29), (0.45, 0.118, 0.86, 0.84, 0.16), (0.68, 0.112, -0.10, -0.17, -0.80)]
_EARLY = [(0.68 * c, 0.68 * s, x, y, z) for c, s, x, y, z in _NORMAL]  # the healthy part of a right bundle branch block
_NOTHING = (0.5, 0.1, 0.0, 0.0, 0.0)

BUMPS = np.array(
    [
        [*_NORMAL, _NOTHING],
        [(0.16, 0.08, 0.16, 0.05, 0.10), (0.36, 0.13, 0.66, 0.42, -0.52), (0.64, 0.14, 0.72, 0.10, -0.92), _NOTHING],
        [_EARLY[0], _EARLY[1], (0.46, 0.076, -0.05, -0.10, -0.45), (0.76, 0.115, -0.46, -0.10, 0.62)],
        [
            (0.26, 0.135, 0.34, 0.28, 0.18),
            (0.53, 0.105, 0.84, 0.72, 0.20),
            (0.73, 0.085, -0.08, -0.10, -0.50),
            _NOTHING,
        ],
        [(0.18, 0.08, -0.05, 0.15, 0.18), (0.42, 0.15, 0.40, 1.15, -0.72), (0.66, 0.13, 0.20, 0.55, -0.80), _NOTHING],
        [(0.22, 0.10, 0.12, -0.15, 0.30), (0.45, 0.15, -0.30, -0.95, 0.72), (0.70, 0.13, -0.62, -0.60, 0.25), _NOTHING],
        [(0.20, 0.09, 0.05, 0.20, 0.20), (0.44, 0.14, -0.80, 0.55, 0.75), (0.70, 0.13, -0.55, 0.25, 0.45), _NOTHING],
        [(0.20, 0.09, 0.05, 0.10, 0.15), (0.40, 0.14, 0.62, -0.45, -0.48), (0.66, 0.14, 0.55, -0.55, -0.72), _NOTHING],
        [(0.16, 0.08, 0.05, -0.20, 0.05), (0.40, 0.14, 0.28, -0.85, -0.65), (0.66, 0.13, 0.26, -0.80, -0.85), _NOTHING],
        [(0.47, 0.24, 0.75, 1.05, 0.80), _NOTHING, _NOTHING, _NOTHING],
        [(0.40, 0.20, 0.30, 0.45, -0.30), (0.75, 0.16, -0.10, -0.20, -0.25), _NOTHING, _NOTHING],
    ]
)
"""For each way four Gaussian waves: centre and width as a share of the QRS, and the dipole at its top."""

RECOVERY = np.array(
    [
        [0.23, 0.25, 0.185, 0.0, 0.0, 0.0],
        [-0.24, -0.05, 0.36, -0.07, 0.0, 0.14],
        [0.26, 0.24, -0.16, 0.02, 0.0, -0.03],
        [0.06, 0.10, 0.10, -0.04, -0.04, -0.02],
        [-0.16, -0.46, 0.46, -0.04, -0.12, 0.10],
        [0.26, 0.48, -0.34, 0.06, 0.10, -0.08],
        [0.42, -0.20, -0.34, 0.08, -0.04, -0.06],
        [-0.22, 0.24, 0.34, -0.05, 0.06, 0.08],
        [-0.20, 0.42, 0.36, -0.04, 0.10, 0.08],
        [-0.35, -0.52, -0.40, 0.0, 0.0, 0.0],
        [-0.12, -0.18, 0.16, 0.0, 0.0, 0.0],
    ]
)
"""For each way the dipole of the T wave (x, y, z) and of the ST segment."""

ANTERIOR, SEPTAL, INFERIOR, LATERAL_WALL, POSTERIOR, RIGHT, PERICARDIAL, SUBENDOCARDIAL, SAGGING, COVED = range(10)
"""Territories, rows of `INJURY`."""

INJURY = np.array(
    [  # I, II, V1 … V6; reciprocal changes as in the fourth universal definition of infarction (Thygesen 2018)
        [0.30, -0.10, 0.45, 1.00, 1.15, 0.95, 0.55, 0.28],
        [0.05, -0.05, 0.90, 1.00, 0.45, 0.05, -0.05, -0.08],
        [-0.25, 0.80, 0.02, -0.40, -0.32, -0.10, 0.05, 0.12],
        [0.62, 0.10, -0.25, -0.30, -0.05, 0.30, 0.70, 0.80],
        [0.05, 0.10, -0.55, -0.90, -0.80, -0.35, 0.10, 0.25],
        [-0.30, 0.20, 0.75, 0.15, 0.00, 0.00, 0.00, 0.00],
        [0.55, 0.95, -0.15, 0.40, 0.60, 0.80, 0.90, 0.75],
        [-0.38, -0.62, 0.25, -0.15, -0.50, -0.95, -1.00, -0.80],
        [-0.45, -0.70, 0.15, -0.05, -0.35, -0.75, -1.00, -0.90],
        [0.00, 0.00, 1.00, 0.85, 0.15, 0.00, 0.00, 0.00],
    ]
)
"""ST shift of each lead when a territory shows 1 mV."""

SCARS = np.array(
    [
        [-0.10, 0.00, -0.34, -0.72, -1.00, -1.30, -0.60, -0.15],  # anterior
        [0.05, -0.95, 0.00, 0.00, 0.00, -0.05, -0.10, -0.15],  # inferior
        [-0.75, -0.10, 0.05, 0.00, 0.00, -0.25, -0.85, -0.85],  # lateral
        [0.00, 0.00, 0.75, 1.10, 0.60, 0.10, 0.00, 0.00],  # posterior: the mirror image of a Q
    ]
)
"""What an old scar takes from the early QRS of each lead, in mV, as `INJURY` is ordered in columns."""
