"""When recorded curves rise."""

import numpy as np
import pytest

from wordmodes.theory import dynamics, spectra

LAM = np.array([5.0, 2.0, 1.0])
START = np.array([1e-4, 1e-3, 1e-2])


def test_a_sigmoid_is_found_exactly_however_coarse_the_records():
    times = np.linspace(0, 8, 9)
    found = spectra.rise_times(times, dynamics.sigmoid(LAM, START, times), LAM)
    np.testing.assert_allclose(found, dynamics.half_rise_time(LAM, START), rtol=1e-9)


def test_a_mode_that_is_there_already_or_never_comes_has_no_time():
    times = np.linspace(0, 1, 5)
    squares = np.column_stack([np.linspace(3, 5, 5), np.linspace(0, 0.9, 5), np.linspace(0, 1, 5)])
    found = spectra.rise_times(times, squares, LAM)
    assert np.isnan(found[:2]).all()
    assert found[2] == pytest.approx(0.5)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="a row per time"):
        spectra.rise_times([0, 1], np.zeros((3, 1)), [1.0])
    with pytest.raises(ValueError, match=r"eigenvalues\[0\] is -1"):
        spectra.rise_times([0, 1], np.zeros((2, 1)), [-1.0])
    with pytest.raises(ValueError, match="ascend"):
        spectra.rise_times([1, 0], np.zeros((2, 1)), [1.0])
    with pytest.raises(ValueError, match="finite"):
        spectra.rise_times([0, 1], [[0.0], [np.nan]], [1.0])
