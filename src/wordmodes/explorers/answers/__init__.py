"""The explorer of answers: which analogies a closed form solves, family by family."""
