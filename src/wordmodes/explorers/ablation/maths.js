// The ablation explorer's numbers: what the modes of H foretell, each alone, and what a run shows.
// Times are in units of 1/h₁, the corner's own clock.

export function readAblation(model) {
  const manifest = model.get("_manifest");
  const array = (at) => readArray(model.get("_tables"), at);
  const runs = manifest.runs.map(({ times, squares, share, overlaps, ...rest }) => ({
    ...rest, times: array(times), squares: array(squares), share: array(share), overlaps: Float32Array.from(array(overlaps), (x) => x / 65535),
  }));
  return { ...manifest, runs };
}

// Squared singular value of mode k of H, alone: it grows by its rate and ends at its height.
export const foretold = ({ rates, heights, starts }, k, t, sigma) => sigmoid(rates[k], sigma * starts[k], t, heights[k]);

export const halfRises = ({ rates, heights, starts }, sigma) => rates.map((rate, k) => halfRiseTime(rate, sigma * starts[k], heights[k]));

// Where the time axis ends, the same for all corners.
export const horizon = ({ corners }, sigma) => 1.3 * Math.max(...Object.values(corners).map((corner) => halfRises(corner, sigma).at(-1))) + 5;

// When each mode of a run first rises through half of the height foretold; NaN for one that starts above it or never comes so far.
// Between two records the time is interpolated linearly in log(s²/(height - s²)).
export function riseTimes({ times, squares }, heights) {
  const d = heights.length;
  const odds = (i, k) => {
    const share = clamp(squares[i * d + k] / heights[k], 1e-300, 1 - 1e-12);
    return Math.log(share / (1 - share));
  };
  return heights.map((_, k) => {
    if (odds(0, k) >= 0) return NaN;
    for (let i = 0; i + 1 < times.length; i++) {
      const [low, high] = [odds(i, k), odds(i + 1, k)];
      if (low < 0 && high >= 0) return times[i] - (low * (times[i + 1] - times[i])) / (high - low);
    }
    return NaN;
  });
}

// Whether each mode goes from a tenth to half of its final height while no other does.
export function risesAlone({ times, squares }, d) {
  const last = squares.length - d;
  const reaches = (k, share) => {
    const level = share * squares[last + k];
    if (squares[k] >= level) return 0;
    let i = 0;
    while (squares[(i + 1) * d + k] < level) i++;
    const [low, high] = [squares[i * d + k], squares[(i + 1) * d + k]];
    return times[i] + ((level - low) / (high - low)) * (times[i + 1] - times[i]);
  };
  const spans = Array.from({ length: d }, (_, k) => [reaches(k, 0.1), reaches(k, 0.5)]);
  return spans.map(([from, to], k) => from > 0 && spans.every(([start, end], l) => l === k || end <= from || start >= to));
}

// A run at any time: squares along straight lines of their logarithm, the rest along straight lines.
export function runAt({ times, squares, share, overlaps }, d, t) {
  let i = 0;
  while (i < times.length - 2 && times[i + 1] < t) i++;
  const part = clamp((t - times[i]) / (times[i + 1] - times[i]), 0, 1);
  const mean = (a, b) => a + part * (b - a);
  return {
    squares: Array.from({ length: d }, (_, k) => Math.exp(mean(Math.log(squares[i * d + k]), Math.log(squares[(i + 1) * d + k])))),
    share: mean(share[i], share[i + 1]),
    own: mean(overlaps[2 * i], overlaps[2 * i + 2]),
    star: mean(overlaps[2 * i + 1], overlaps[2 * i + 3]),
  };
}
