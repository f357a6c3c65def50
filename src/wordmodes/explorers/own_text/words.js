// What the explorer says of a text, in sentences.

const tenths = (x) => x.toFixed(1);
const quoted = (rows, { words }, n = 3) => list(rows.slice(0, n).map((row) => `“${words[row]}”`));

// entry: a text that was read; now: what `compute` made of it
export function describeText(entry, state, now) {
  const { data } = entry;
  const k = state.mode - 1;
  const { plus, minus: other } = data.ends[k];
  const half = k < data.d ? halfRiseTime(data.eigenvalues[k], state.sigma * entry.flow.starts[k]) : null;
  const when =
    k >= data.d ? `A model of ${data.d} dimensions is full before it comes to this mode.`
    : half === null ? `At σ = ${scientific(state.sigma)} it has risen from the start.`
    : `From σ = ${scientific(state.sigma)} it should be half-learned at λ₁t = ${tenths(half * data.eigenvalues[0])}.`;
  const risen = now.shares.filter((share) => share >= 0.5).length;
  const so = risen === 0 ? "no mode has" : risen === 1 ? "one mode has" : `${risen} of ${data.d} modes have`;
  const most = atOnce(entry.flow, now.solved);
  return (
    `${entry.title}: mode ${state.mode} runs from ${quoted(other, data)} to ${quoted(plus, data)}. ${when} ` +
    `At λ₁t = ${tenths(now.t * data.eigenvalues[0])}, ${so} risen past half, ${percent(1 - now.loss)} of the removable loss is gone, effective rank ${tenths(now.rank)}; ` +
    `${most < 2 ? "modes rise one at a time" : `up to ${most} modes rise at once`}. ${describeNoise(entry)}${describeRun(now.run)}`
  );
}

export function describeNoise({ data, edge, edges, tables, setting, cancelled }) {
  if (edge === null && tables) return "Only its counts come along, so it can't be shuffled here to see what chance would do.";
  if (edge === null) return cancelled === setting ? "What chance can do was not found out: its shuffling was cancelled." : "What chance can do is being found out.";
  const above = data.eigenvalues.filter((lam) => lam > edge).length;
  const times = edges.length === 1 ? "shuffled once" : `shuffled ${edges.length} times`;
  const said = `${times}, its words make an eigenvalue of ${edge.toPrecision(3)}`;
  if (above === 0) return `No mode stands above chance: ${said}. What the ends seem to say may be accident; take a longer text.`;
  return `${above === data.K ? `All ${above} modes stand` : above === 1 ? "One mode stands" : `${above} of ${data.K} modes stand`} above chance: ${said}.`;
}

const describeRun = (run) => (run ? ` Gradient descent from this start is drawn as dots${run.running ? ", as it goes" : ""}.` : "");

// What was read, in a line.
export function describeReading({ title, data, tables, law }) {
  const { V, nTokens, nTypes, often, window, letters } = data;
  const kept = often ? ` that occur ${often === 2 ? "twice" : `${often} times`} or more` : "";
  const how = letters === "any" ? "letters of any script" : "the letters a to z";
  const where = law ? ", drawn on this page" : tables ? ", counts rounded to three binary digits" : "";
  return `${title}: ${thousands(nTokens)} words${nTypes ? `, ${thousands(nTypes)} different ones` : ""}${where}. Kept: the ${thousands(V)} most frequent${kept}, made of ${how}; window ${window}.`;
}

export function describeLikeness(one, other, match, k) {
  const { shared, matches } = match;
  const [most, cosine] = matches[k] ?? [0, 0];
  const beside = `Beside it ${other.title}`;
  if (shared.length < 20) return `${beside}: the two have ${shared.length} words in common, too few to compare their modes.`;
  return `${beside}: over the ${thousands(shared.length)} words that both have, mode ${k + 1} here is most like mode ${most + 1} there (cosine ${cosine.toFixed(2)}).`;
}

export const modeName = ({ data }, k) => {
  const end = (rows) => rows.slice(0, 2).map((row) => data.words[row]).join(" ");
  return `${k + 1}: ${end(data.ends[k].minus)} ↔ ${end(data.ends[k].plus)}`;
};

export const describeModel = ({ data, law }) =>
  `Words lie in the ${data.K} leading modes of M*; the flow and the training are of a model of d = ${data.d} dimensions, from a start of seed 0 (generator sfc32${law ? ", which also draws this text" : ""}; shuffles have seeds of their own). ` +
  `${data.rough ? "Its modes lie so close to each other that the last of them are known to fewer digits. " : ""}In the strips: lines, the exact flow from that start; dashes, its limit for small σ; dots, gradient descent with steps of ${STEP}/λ₁ or less.`;

// The words that are asked about: the reader's, or some of the modes' own.
export function askedWords({ data, index, examples }, state) {
  const { words, ends } = data;
  const known = (word) => (index.has(word) ? word : null);
  const example = examples?.find((question) => question.every((word) => index.has(word))) ?? [ends[0].minus[0], ends[0].plus[0], ends[0].minus[1]].map((row) => words[row]);
  const question = [state.a, state.b, state.c].map(known);
  const [a, b, c] = question.map((word, i) => word ?? example[i]);
  return { word: known(state.word) ?? words[ends[state.mode - 1].plus[0]], a, b, c };
}

function fixText(state, shelf, entry) {
  const keys = [...shelf.keys()];
  if (!shelf.has(state.text)) state.text = entry.key;
  if (!shelf.has(state.beside) || state.beside === state.text) state.beside = keys.find((key) => key !== state.text) ?? state.text;
  state.mode = clamp(Math.round(state.mode), 1, entry.data.K);
  state.sigma = clamp(state.sigma, 10 ** LOWEST, 10 ** HIGHEST);
  state.time = clamp(state.time, 0, 1);
  state.window = state.window === 5 ? 5 : 16;
  if (!["az", "any"].includes(state.letters)) state.letters = "auto";
  // a text that is yet to be read may know them
  if (state.text === entry.key) for (const name of ["word", "a", "b", "c"]) if (!entry.index.has(state[name])) state[name] = "";
}
