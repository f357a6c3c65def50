// The window explorer without its page: rows of counts from counts by distance, and what is said of them.

const REACH = 16; // the largest window
const SHOWN = 12; // contexts at once

export function readTable(model) {
  const { arrays, ...manifest } = model.get("_manifest");
  const numbers = Object.fromEntries(Object.entries(arrays).map(([name, at]) => [name, readArray(model.get("_tables"), at)]));
  const starts = [0];
  for (const size of numbers.sizes) starts.push(starts.at(-1) + size);
  const room = Math.max(...numbers.sizes);
  return { ...manifest, ...numbers, starts, room: { share: new Float64Array(room), chance: new Float64Array(room), count: new Float64Array(room), score: new Float64Array(room) } };
}

// What a pair 1, 2, …, 16 places apart counts: L + 1 - j within the window, or 1; 0 beyond it.
export function weightsOf(reach, weighting, into = new Float64Array(REACH)) {
  return into.fill(0).map((_, j) => (j >= reach ? 0 : weighting === "linear" ? reach - j : 1));
}

// Σ_j weight_j · C_j, the counts at distances 1, 2, … of which begin at `at`: whole numbers below 2^53, so exact
function weighted(counts, at, weights) {
  let sum = 0;
  for (let j = 0; j < REACH; j++) sum += weights[j] * counts[at + j];
  return sum;
}

// The head of a word's row: at most n contexts in the order asked for, and how far away its counts come from.
export function rowOf(table, word, reach, weighting, order, n = SHOWN) {
  const { starts, members, counts, word_totals, context_totals, totals, contexts, room } = table;
  const { share, chance, count, score } = room;
  const weights = weightsOf(reach, weighting);
  const i = table.words.indexOf(word);
  const [from, size] = [starts[i], starts[i + 1] - starts[i]];
  const total = Math.max(weighted(word_totals, i * REACH, weights), 1); // nothing counted is a row of zeros
  const all = Math.max(weighted(totals, 0, weights), 1);
  const among = [];
  for (let k = 0; k < size; k++) {
    count[k] = weighted(counts, (from + k) * REACH, weights);
    share[k] = count[k] / total;
    chance[k] = weighted(context_totals, members[from + k] * REACH, weights) / all;
    if (order === "share" ? count[k] > 0 : share[k] > chance[k]) among.push(k);
    score[k] = order === "share" ? share[k] : (share[k] - chance[k]) / Math.sqrt(chance[k]);
  }
  among.sort((a, b) => score[b] - score[a] || a - b); // of equals the more frequent
  const heads = among.slice(0, n).map((k) => ({
    context: contexts[members[from + k]], count: count[k], share: share[k], chance: chance[k],
    parts: Array.from(weights, (w, j) => (w * counts[(from + k) * REACH + j]) / total),
  }));
  const distance = (parts) => parts.reduce((sum, part, j) => sum + part * (j + 1), 0) / parts.reduce((sum, part) => sum + part, 0);
  const together = weights.map((_, j) => heads.reduce((sum, head) => sum + head.parts[j], 0));
  const whole = weights.map((w, j) => w * word_totals[i * REACH + j]);
  return { heads, total, weights, held: heads.reduce((sum, head) => sum + head.share, 0), near: distance(together), far: distance(whole) };
}

// What each place of the sentence counts in the window around `centre` (a place from 0): the centre itself nothing.
export const placeWeights = (length, centre, weights) => Array.from({ length }, (_, place) => weights[Math.abs(place - centre) - 1] ?? 0);

// ---- in words -----------------------------------------------------------------------------------------------------

// two digits: 0.030 %, 4.2 %, 37 %
export const share = (x) => `${x >= 0.0995 ? Math.round(100 * x) : (100 * x).toPrecision(2)}\u00a0%`;
export const times = (x) => (x >= 9.95 ? String(Math.round(x)) : x.toFixed(1));
const counted = (n, one, many = `${one}s`) => (n === 1 ? `one ${one}` : `${n} ${many}`);

export function describeSentence(sentence, centre, reach, weighting, weights) {
  const seen = placeWeights(sentence.length, centre, weights);
  const side = (from, to) => seen.flatMap((w, place) => (w && place >= from && place < to ? [`“${sentence[place]}” ${w}`] : []));
  const [before, after] = [side(0, centre), side(centre + 1, sentence.length)];
  const many = before.length + after.length;
  const sum = seen.reduce((a, b) => a + b, 0);
  const parts = [before.length && `${list(before)} on the left`, after.length && `${list(after)} on the right`].filter(Boolean);
  const most = Math.max(...seen);
  const least = Math.min(...seen.filter(Boolean));
  const how = many <= 6 ? parts.join("; ") : weighting === "flat" ? `${many} words, 1 each` : `${many} words, from ${most} next door to ${least} at the far end`;
  const lost = 2 * reach - many;
  const cut = lost ? ` ${lost === 1 ? "One place of the window lies" : `${lost} places of the window lie`} beyond the sentence and ${lost === 1 ? "counts" : "count"} nothing.` : "";
  return `L = ${reach}, ${weighting} weights. Around “${sentence[centre]}” (word ${centre + 1} of the sentence) the window counts ${how}: ${sum} in all.${cut}`;
}

export function describeRow(table, word, order, { heads, held, near, far }) {
  const by = order === "share" ? "The largest shares" : "Furthest beyond chance";
  if (!heads.length) return ` In ${table.title}, “${word}” has no context ${order === "share" ? "within the window" : "beyond chance"}.`;
  const first = heads.slice(0, 3).map(({ context, share: part, chance }) => `“${context}” (${share(part)}, ${times(part / chance)} times chance)`);
  const bars = heads.length === 1 ? "This bar holds" : `The ${heads.length} bars hold`;
  const places = (x) => (x.toFixed(1) === "1.0" ? "1.0 place" : `${x.toFixed(1)} places`);
  return ` ${by} in the row of “${word}” in ${table.title}: ${list(first)}. ${bars} ${share(held)} of the row, counted ${places(near)} away on average; the whole row, ${places(far)} away.`;
}
