// The explorer of lengths: scores by method and length, and what a closed form's come to beside SGNS.

const FIELDS = ["method", "length", "window", "V", "seconds", "epochs", "seeds", "rising"];

// points: {method, tokens, window, d, V, seconds, epochs, seeds, rising, scores: {test: {value, error, asked}}}
export function readLengths(model) {
  const { methods, trained, lengths, windows, tests, published, points, width } = model.get("_manifest");
  const numbers = readArray(model.get("_tables"), points);
  const rows = Array.from({ length: numbers.length / width }, (_, i) => {
    const row = numbers.subarray(i * width, (i + 1) * width);
    const named = Object.fromEntries(FIELDS.map((name, k) => [name, row[k]]));
    const scores = tests.map((test, k) => {
      const [value, error, asked] = row.subarray(FIELDS.length + 3 * k, FIELDS.length + 3 * k + 3);
      return [test, { value, error, asked }];
    });
    const [window, d] = windows[named.window];
    return { ...named, method: methods[named.method], tokens: lengths[named.length], window, d, rising: named.rising === 1, scores: Object.fromEntries(scores) };
  });
  const closed = methods.filter((name) => !trained.includes(name));
  return { methods, trained, lengths, windows, published, points: rows, closed, rivals: [...trained.slice(0, 1), ...closed] };
}

export const pointAt = (data, method, window, tokens) =>
  data.points.find((point) => point.method === method && point.window === window && point.tokens === tokens) ?? null;

// What SGNS is at a length: as gensim comes, or where that was not trained, at the published settings.
export const trainedAt = (data, window, tokens) => data.trained.map((name) => pointAt(data, name, window, tokens)).find(Boolean) ?? null;

// One score over another, with an error that holds if the two vary independently; where both answer the same questions they
// do not, and it is smaller.
export function over(one, other) {
  const value = one.value / other.value;
  return { value, error: Math.abs(value) * Math.hypot(one.error / one.value, other.error / other.value) };
}

// What a method is held against at a length: another closed form, or SGNS, which is the first of the trained.
export const otherAt = (data, against, window, tokens) =>
  data.trained.includes(against) ? trainedAt(data, window, tokens) : pointAt(data, against, window, tokens);

// The method's score over the other's, at each length where both are known, and the place of the lowest.
export function ratios(data, method, against, test, window) {
  const found = data.lengths.flatMap((tokens) => {
    const [own, other] = [pointAt(data, method, window, tokens), otherAt(data, against, window, tokens)];
    return own && other ? [{ tokens, ...over(own.scores[test], other.scores[test]) }] : [];
  });
  const lowest = found.reduce((best, one) => (best && best.value <= one.value ? best : one), null);
  return { found, lowest };
}

// What a doubling of the text bought between two lengths.
export const gain = (data, method, test, window, from, to) => {
  const [a, b] = [from, to].map((tokens) => pointAt(data, method, window, tokens)?.scores[test]);
  return a && b ? (b.value - a.value) / Math.log2(to / from) : null;
};

// How many methods there are at most at one length.
export const mostMethods = (data) => Math.max(...data.windows.flatMap(([window]) => data.lengths.map((tokens) => data.methods.filter((name) => pointAt(data, name, window, tokens)).length)));
