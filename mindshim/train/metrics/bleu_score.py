"""How much a translation has in common with others of the same text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics.metric import Metric, rearrange_inputs


class BleuScore(Metric):
    """The BLEU score of translations against reference translations (mirrors `mindspore.train.BleuScore`).

    Args:
        n_gram: the longest sequences of words that are compared, 1 to 4. Default: 4.
        smooth: add 1 to the counts of sequences. Default: False.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.BleuScore(n_gram=2)
        >>> metric.update(["the cat sat".split()], [["the cat sat down".split(), "a cat sat".split()]])
        >>> print(metric.eval())
        1.0
    """

    def __init__(self, n_gram: int = 4, smooth: bool = False) -> None:
        super().__init__()
        self.n_gram = _checkparam.check_value_type("n_gram", n_gram, [int])
        if not 1 <= n_gram <= 4:
            raise ValueError(f"For 'BleuScore', the argument 'n_gram' should range from 1 to 4, but got {n_gram}.")
        self.smooth = _checkparam.check_value_type("smooth", smooth, [bool])
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.BleuScore(n_gram=2)
            >>> metric.update(["the cat sat".split()], [["the cat sat down".split()]])
            >>> metric.clear()
            >>> metric.update(["the cat sat".split()], [["the cat sat down".split()]])
            >>> print(round(float(metric.eval()), 4))
            0.7165
        """
        self._matched = np.zeros(self.n_gram)
        self._counted = np.zeros(self.n_gram)
        self._trans_len = 0
        self._ref_len = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Add translations.

        Args:
            inputs: a list of translations, each a list of words; and a list with the reference translations of each.

        Raises:
            ValueError: for another number of inputs, or lists of different lengths.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.BleuScore(n_gram=2)
            >>> metric.update(["the cat sat".split()], [["the cat sat down".split()]])
            >>> print(round(float(metric.eval()), 4))
            0.7165
        """
        self._need(inputs, "candidate_corpus", "reference_corpus")
        candidates, references = inputs
        if len(candidates) != len(references):
            raise ValueError(
                "For 'BleuScore.update', 'translate_corpus' (inputs[0]) and 'reference_corpus' (inputs[1]) should be equal in "
                f"length, but got {len(candidates)}, {len(references)}"
            )
        for candidate, others in zip(candidates, references, strict=True):
            self._trans_len += len(candidate)
            # The first of those that are closest in length.
            self._ref_len += min((len(o) for o in others), key=lambda n: abs(len(candidate) - n))
            known: Counter[tuple[Any, ...]] = Counter()
            for other in others:
                known |= _sequences(other, self.n_gram)
            mine = _sequences(candidate, self.n_gram)
            for counts, found in ((self._matched, mine & known), (self._counted, mine)):
                for words, times in found.items():
                    counts[len(words) - 1] += times
        self._is_update = True

    def eval(self) -> Any:
        """The score, in [0, 1].

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.BleuScore(n_gram=2)
            >>> metric.update(["the cat sat".split()], [["the cat sat down".split()]])
            >>> print(round(float(metric.eval()), 4))
            0.7165
        """
        self._need_update(self._is_update)
        if self._matched.min() == 0:
            return np.array(0.0)
        more = 1.0 if self.smooth else 0.0
        mean = np.exp(np.log((self._matched + more) / (self._counted + more)).mean())
        # Translations that are too short would have it too easy.
        brevity = 1.0 if self._trans_len > self._ref_len else np.exp(1 - self._ref_len / self._trans_len)
        return brevity * mean


def _sequences(words: Sequence[Any], longest: int) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(words[i : i + n]) for n in range(1, longest + 1) for i in range(len(words) - n + 1))
