"""What vectors are worth: test sets, scores, error bars, families and directions, the reading of modes."""

from wordmodes.evaluation.bootstrap import bootstrap_accuracy, bootstrap_spearman
from wordmodes.evaluation.questions import AnalogyQuestions, FamilyScore, analogy_questions
from wordmodes.evaluation.scores import (
    AnalogyScore,
    SimilarityScore,
    analogies,
    word_similarity,
)

__all__ = [
    "AnalogyQuestions",
    "AnalogyScore",
    "FamilyScore",
    "SimilarityScore",
    "analogies",
    "analogy_questions",
    "bootstrap_accuracy",
    "bootstrap_spearman",
    "word_similarity",
]
