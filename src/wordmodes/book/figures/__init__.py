"""Every figure of the book: one function each, from arrays to a finished picture; one module a chapter."""

from wordmodes.book.figures.analogies import (
    Arrows,
    ModesKept,
    concept_angles,
    energy_by_mode,
    pair_arrows,
    ratio_and_accuracy,
    rows_and_deletion,
    scores_by_rule,
    spikes,
    words_on_direction,
)
from wordmodes.book.figures.association import (
    another_text,
    association_bands,
    association_curve,
    association_errors,
    association_spectra,
)
from wordmodes.book.figures.concepts import (
    Flock,
    end_coherence,
    flight,
    modes_against_noise,
    rotated_pair,
    squared_cosines,
    timeline,
)
from wordmodes.book.figures.counts import (
    joint_and_independent,
    marginal_ratio,
    nearest_rows,
    unseen_pairs,
    window_over_sentence,
    zipf,
)
from wordmodes.book.figures.near_origin import (
    Scores,
    Start,
    along_a_line,
    first_steps,
    parabola,
    score_sizes,
)
from wordmodes.book.figures.next_word import (
    Heights,
    knob,
    mode_heights,
    months,
)
from wordmodes.book.figures.one_mode import (
    Plane,
    phase_lines,
    phase_planes,
    rise_and_odds,
    sharper,
    step_runs,
    word_numbers,
)
from wordmodes.book.figures.pca import (
    pca_benchmark,
    pca_convergence,
    pca_damping,
    pca_spectrum,
    pca_word_blocks,
)
from wordmodes.book.figures.scaling import (
    scaling_known,
    scaling_memory,
    scaling_noise,
    scaling_scores,
    scaling_turn,
)
from wordmodes.book.figures.skip_gram import (
    drawn_against_expected,
    gensim_spectrum,
    judging,
    never_seen,
    towards_the_optimum,
    trained_words,
    weights_by_frequency,
)
from wordmodes.book.figures.small_init import (
    Rise,
    Steps,
    alignment_and_growth,
    deviation_against_scale,
    learning_order,
    rising_modes,
    staircase,
)
from wordmodes.book.figures.still import Still, still
from wordmodes.book.figures.word2vec import (
    Curves,
    foretold_and_measured,
    four_corners,
    frequency_first,
    leaving,
    noise_against_rate,
    running_away,
)

__all__ = [
    "Arrows", "Curves", "Flock", "Heights", "ModesKept", "Plane", "Rise", "Scores", "Start", "Steps",
    "Still", "alignment_and_growth", "along_a_line", "another_text", "association_bands", "association_curve",
    "association_errors", "association_spectra", "concept_angles", "deviation_against_scale", "drawn_against_expected",
    "end_coherence", "energy_by_mode", "first_steps", "flight", "foretold_and_measured", "four_corners",
    "frequency_first", "gensim_spectrum", "joint_and_independent", "judging", "knob", "learning_order", "leaving",
    "marginal_ratio", "mode_heights", "modes_against_noise", "months", "nearest_rows", "never_seen",
    "noise_against_rate", "pair_arrows", "parabola", "pca_benchmark", "pca_convergence",
    "pca_damping", "pca_spectrum", "pca_word_blocks", "phase_lines", "phase_planes",
    "ratio_and_accuracy", "rise_and_odds", "rising_modes", "rotated_pair",
    "rows_and_deletion", "running_away", "scaling_known", "scaling_memory", "scaling_noise", "scaling_scores",
    "scaling_turn", "score_sizes", "scores_by_rule", "sharper",
    "spikes", "squared_cosines", "staircase", "step_runs", "still",
    "timeline", "towards_the_optimum", "trained_words", "unseen_pairs", "weights_by_frequency",
    "window_over_sentence", "word_numbers", "words_on_direction", "zipf",
]  # fmt: skip
