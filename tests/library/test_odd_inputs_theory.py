"""Every public function of `wordmodes.theory`, given odd inputs."""

import inspect

import numpy as np
import pytest
from odd_inputs import check, public
from scipy.sparse import csr_array

from wordmodes import theory
from wordmodes.text import cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import association, dynamics, modes, noise, spectra, splits, subspaces, targets, weighted

P = np.array([[0.2, 0.05, 0.05], [0.05, 0.2, 0.1], [0.05, 0.1, 0.2]])
E, F = np.eye(4)[:, :2], np.linalg.qr(np.arange(8.0).reshape(4, 2) ** 2)[0]
LAM, START, TIMES = np.array([4.0, 2.0, -1.0]), np.array([1e-3, 2e-3, 1e-2]), np.array([0.0, 1.0, 5.0])
A0 = np.array([[1e-2, 2e-2], [3e-2, -1e-2], [1e-2, 0.0]])
TABLES = dynamics.flow_tables(LAM, A0, TIMES)
MODES = modes.all_modes(np.diag([3.0, 2.0, 1.0]))
DOCUMENTS = [["a", "b", "c", "a", "b"] * 3, ["b", "c", "b", "a"] * 3, ["a", "c", "b", "c"] * 3]
WORDS = Vocabulary.from_documents(DOCUMENTS)
COUNTS = cooccurrence.count(DOCUMENTS, WORDS, 2)
HALVES = noise.split_half(DOCUMENTS, WORDS, 2, d=2, ranks=(1, 2), n_splits=2)
SPLIT = {"documents": DOCUMENTS, "vocabulary": WORDS, "window": 2, "d": 2, "seed": 0, "target": targets.m_star}
FLOW = {"eigenvalues": LAM, "projections": A0, "times": TIMES}
AT = {"k": 1, "init_scale": 0.5}

M = association.Association(csr_array(P), np.ones((3, 1)), [[-2.0]])

CALLS = {
    "association.Association": (
        association.Association, {"sparse": csr_array(P), "factor": np.ones((3, 1)), "core": np.array([[-2.0]])}
    ),
    "association.Association.astype": (M.astype, {"dtype": np.dtype(np.float32)}),
    "association.Association.placed": (M.placed, {"which": np.array([0, 2, 3]), "V": 5}),
    "association.Association.restricted": (M.restricted, {"which": np.array([0, 2])}),
    "association.Association.row": (M.row, {"i": 1}),
    "association.Association.rows": (M.rows, {"which": np.array([0, 2])}),
    "association.Association.scaled": (M.scaled, {"D": np.array([1.0, 2.0, 0.5])}),
    "damped.damped_m_star": (targets.damped_m_star, {"counts": COUNTS.counts, "window": 2}),
    "dynamics.half_rise_time": (dynamics.half_rise_time, {"eigenvalue": LAM[:2], "start": START[:2]}),
    "dynamics.sigmoid": (dynamics.sigmoid, {"eigenvalue": LAM, "start": START, "times": TIMES}),
    "dynamics.small_init_starts": (dynamics.small_init_starts, {"projections": A0}),
    "exact.exact_embedding": (dynamics.exact_embedding, {"modes": MODES, "projections": A0, "time": 1.0}),
    "exact.exact_loss": (dynamics.exact_loss, FLOW),
    "exact.exact_singular_values": (dynamics.exact_singular_values, FLOW),
    "flow.FlowTables": (dynamics.FlowTables, {"eigenvalues": LAM, "start": TABLES.start, "times": TIMES}),
    "flow.FlowTables.factor": (TABLES.factor, AT),
    "flow.FlowTables.gram": (TABLES.gram, {"k": 1}),
    "flow.FlowTables.inverse_factor": (TABLES.inverse_factor, AT),
    "flow.FlowTables.rows": (TABLES.rows, {"k": 1}),
    "flow.FlowTables.scale": (TABLES.scale, {"k": 1}),
    "flow.FlowTables.solve": (TABLES.solve, AT),
    "flow.flow_tables": (dynamics.flow_tables, FLOW),
    "splits.SplitHalf": (splits.SplitHalf, {name: getattr(HALVES, name) for name in HALVES.__dataclass_fields__}),
    "splits.halves": (noise.halves, {"documents": DOCUMENTS, "seed": 0}),
    "splits.split_half": (noise.split_half, SPLIT | {"ranks": (1, 2), "n_splits": 1, "progress": False}),
    "splits.target_with_absent": (noise.target_with_absent, {"counts": COUNTS, "target": targets.m_star}),
    "modes.Modes": (modes.Modes, {"eigenvalues": LAM[:2], "eigenvectors": E, "residual": 0.0}),
    "modes.Modes.positive": (MODES.positive, {"d": 2}),
    "modes.Modes.top": (MODES.top, {"d": 2}),
    "modes.all_modes": (modes.all_modes, {"M": P}),
    "modes.embed": (modes.embed, {"modes": MODES, "power": 0.5}),
    "modes.embed_signed": (modes.embed_signed, {"modes": MODES, "power": 0.5}),
    "modes.leading_modes": (modes.leading_modes, {"M": P, "d": 2, "by": "modulus", "tol": 1e-10}),
    "noise.modes_above": (noise.modes_above, {"eigenvalues": LAM, "null": np.ones((2, 3))}),
    "noise.shuffled": (noise.shuffled, {"documents": DOCUMENTS, "seed": 0}),
    "noise.shuffled_spectra": (noise.shuffled_spectra, SPLIT | {"n_shuffles": 1, "progress": False}),
    "spectra.effective_rank": (spectra.effective_rank, {"s": np.array([2.0, 1.0, 0.5])}),
    "spectra.rise_times": (spectra.rise_times, {"times": TIMES, "squares": np.ones((3, 2)), "eigenvalues": LAM[:2]}),
    "subspaces.held_out": (subspaces.held_out, {"E": E, "M": np.diag([4.0, 3.0, 2.0, 1.0])}),
    "subspaces.overlaps": (subspaces.overlaps, {"E": E, "F": F, "ranks": (1, 2)}),
    "subspaces.reliability": (subspaces.reliability, {"E": E, "F": F, "ranks": [1, 2]}),
    "subspaces.subspace_overlap": (subspaces.subspace_overlap, {"A": E, "B": F}),
    "targets.independent": (targets.independent, {"P": P}),
    "targets.m_star": (targets.m_star, {"P": P}),
    "targets.marginal": (targets.marginal, {"P": P}),
    "targets.mixed_pmi": (targets.mixed_pmi, {"P": P}),
    "targets.pmi": (targets.pmi, {"P": P, "unseen": 0.0}),
    "targets.ppmi": (targets.ppmi, {"P": P, "negatives": 5.0}),
    "targets.shifted_pmi": (targets.shifted_pmi, {"P": P, "negatives": 5}),
    "weighted.WeightedTarget": (weighted.WeightedTarget, {"M": P, "g": P}),
    "weighted.rank_one_m_star": (
        weighted.rank_one_m_star, {"P": P, "psi_plus": np.arange(1.0, 4.0), "psi_minus": np.array([3.0, 2.0, 1.0])}
    ),
    "weighted.rank_one_scale": (weighted.rank_one_scale, {"unigram": np.array([3.0, 2.0, 1.0]), "alpha": 0.5}),
    "weighted.weighted_target": (weighted.weighted_target, {"P": P, "psi_plus": 1.0, "psi_minus": np.ones((3, 3))}),
}  # fmt: skip
ELSEWHERE = {"distributed.distributed_operator"}  # test_distributed
NAN = {"spectra.rise_times"}  # for a mode that never rises


@pytest.mark.parametrize("name", CALLS)
def test_odd_inputs_are_answered_or_refused_by_name(name):
    check(*CALLS[name], allow_nan=name in NAN)


def test_every_public_function_was_asked():
    found = {name.removeprefix("theory."): item for name, item in public(theory).items()}
    classes = {name for name, item in found.items() if isinstance(item, type)}
    methods = {
        f"{name}.{method}" for name in classes for method, item in vars(found[name]).items()
        if not method.startswith("_") and callable(item) and len(inspect.signature(item).parameters) > 1
    }  # fmt: skip
    assert set(CALLS) | ELSEWHERE == set(found) | methods
