// The explorer of next words: each mode's foretold sigmoid, and how well a run kept to it.

export const SLACK = 0.05; // of the foretold time: what counts as on time

// runs: {table, share, d, step, values, rates, starts, due, met, times, heights, learned, overlaps}, the last three as rows
export function readNext(model) {
  const { step, runs } = model.get("_manifest");
  const array = (place) => readArray(model.get("_tables"), place);
  const rows = (place, d, factor) => {
    const all = array(place);
    return Array.from({ length: all.length / d }, (_, i) => Float64Array.from(all.subarray(i * d, (i + 1) * d), (x) => x * factor));
  };
  return runs.map(({ table, share, scale, ...at }) => {
    const [values, starts] = [array(at.values), array(at.starts)];
    const d = values.length;
    // gradient descent grows by 1 + ηλ a step, not by e^{ηλ}; time is in units of 1/λ₁
    const rates = values.map((value) => Math.log1p((step * value) / values[0]) / step);
    return {
      table, share, d, values, starts, rates,
      due: rates.map((rate, k) => halfRiseTime(rate, starts[k], values[k])),
      met: Array.from(array(at.met), (t) => (t < 0 ? null : t)),
      times: array(at.times), heights: rows(at.heights, d, scale), learned: rows(at.learned, d, scale), overlaps: rows(at.overlaps, d, 1 / 255),
    };
  });
}

// The height that mode k should have at a time, dh/dt = 2h(λ - h).
export const foretold = (run, k, t) => sigmoid(run.rates[k], run.starts[k], t, run.values[k]);

// How late each mode is half-risen, as a share of the foretold time; null for one that never is.
export const lateness = ({ due, met }) => met.map((t, k) => (t === null ? null : t / due[k] - 1));

export const onTime = (run) => lateness(run).filter((late) => late !== null && Math.abs(late) <= SLACK).length;

// What rows of a run hold at a time, on a straight line between two records.
export function at({ times }, rows, t) {
  const last = times.length - 1;
  let i = 1;
  while (i < last && times[i] < t) i++;
  const part = clamp((t - times[i - 1]) / (times[i] - times[i - 1]), 0, 1);
  return rows[i].map((x, k) => (1 - part) * rows[i - 1][k] + part * x);
}
