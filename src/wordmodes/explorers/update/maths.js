// One pair under skip-gram's step. Joined after the frame; the pictures and the wiring follow.

export const STEPS = 60;
export const REACH = 2.5;

// How often the pair is shown as a real one.
export const SHARES = { real: 1, "made-up": 0, both: 1 / 6 };

export const logistic = (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const cost = (x) => Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x))); // log(1 + e^{-x})

export const lossOf = (x, share) => (share ? share * cost(x) : 0) + (share < 1 ? (1 - share) * cost(-x) : 0);

// `count` steps at once: places holds w and c (four numbers a row), scores w·c and losses what they cost; the error is
// share - logistic(w·c), and both vectors move from where they were before the step.
export function walk(word, context, share, rate, count) {
  const [places, scores, losses, errors] = [4, 1, 1, 1].map((width) => new Float64Array(width * (count + 1)));
  let [a, b, c, d] = [...word, ...context];
  for (let n = 0; n <= count; n++) {
    const x = a * c + b * d;
    const e = share - logistic(x);
    places.set([a, b, c, d], 4 * n);
    [scores[n], losses[n], errors[n]] = [x, lossOf(x, share), e];
    const pull = rate * e;
    [a, b, c, d] = [a + pull * c, b + pull * d, c + pull * a, d + pull * b];
  }
  return { places, scores, losses, errors };
}

// The score at which a pair that is shown as both comes to rest, or null.
export const restingScore = (share) => (share > 0 && share < 1 ? Math.log(share / (1 - share)) : null);

// Degrees between two vectors, or null if one is zero.
export function angle(a, b, c, d) {
  const lengths = Math.hypot(a, b) * Math.hypot(c, d);
  return lengths > 0 ? (180 / Math.PI) * Math.acos(clamp((a * c + b * d) / lengths, -1, 1)) : null;
}
