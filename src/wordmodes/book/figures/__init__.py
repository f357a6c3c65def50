"""Every figure of the book: one function each, from arrays to a finished picture; one module a chapter."""

from wordmodes.book.figures.analogies import (  # noqa: F401
    Arrows,
    Sweep,
    additive_share,
    concept_angles,
    emergence,
    energy_by_mode,
    pair_arrows,
    scores_by_rule,
    spikes,
    words_on_direction,
)
from wordmodes.book.figures.association import (  # noqa: F401
    association_bands,
    association_curve,
    association_errors,
    association_spectra,
    modes_against_noise,
    planted_growth,
    subspaces_of_halves,
)
from wordmodes.book.figures.concepts import (  # noqa: F401
    Flock,
    end_coherence,
    flight,
    rotated_pair,
    squared_cosines,
    timeline,
)
from wordmodes.book.figures.counts import (  # noqa: F401
    joint_and_independent,
    marginal_ratio,
    nearest_rows,
    unseen_pairs,
    window_over_sentence,
    zipf,
)
from wordmodes.book.figures.near_origin import (  # noqa: F401
    Scores,
    Start,
    along_a_line,
    first_steps,
    pair_parabolas,
    parabola,
    rank_one_weights,
    score_sizes,
)
from wordmodes.book.figures.next_word import (  # noqa: F401
    Heights,
    knob,
    mode_heights,
    surprise_of_modes,
)
from wordmodes.book.figures.one_mode import (  # noqa: F401
    Descent,
    Plane,
    loss_levels,
    phase_lines,
    phase_planes,
    rise_and_odds,
    sharper,
    step_runs,
    where_it_ends,
    word_numbers,
)
from wordmodes.book.figures.pca import (  # noqa: F401
    pca_benchmark,
    pca_convergence,
    pca_damping,
    pca_spectrum,
    pca_word_blocks,
)
from wordmodes.book.figures.scaling import (  # noqa: F401
    scaling_costs,
    scaling_known,
    scaling_memory,
    scaling_noise,
    scaling_scores,
)
from wordmodes.book.figures.skip_gram import (  # noqa: F401
    drawn_against_expected,
    gensim_spectrum,
    judging,
    never_seen,
    one_pair_loss,
    one_update,
    towards_the_optimum,
    trained_words,
    weights_by_frequency,
)
from wordmodes.book.figures.small_init import (  # noqa: F401
    Rise,
    Steps,
    alignment_and_growth,
    deviation_against_scale,
    learning_order,
    rising_modes,
    staircase,
)
from wordmodes.book.figures.still import Still, still  # noqa: F401
from wordmodes.book.figures.word2vec import (  # noqa: F401
    Curves,
    foretold_and_measured,
    four_corners,
    leaving,
    noise_against_rate,
    running_away,
    two_matrices,
)
