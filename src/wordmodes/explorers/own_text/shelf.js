// The texts at hand: those that come along, and the reader's own. Each is read when it is first asked for.

export function shelfOf(model) {
  const view = model.get("_tables");
  return new Map(model.get("_manifest").map((entry) => [entry.key, { ...entry, own: false, data: null, edge: null, given: (letters, window) => givenOf(view, entry, window) }]));
}

function givenOf(view, entry, window) {
  if (entry.law) return { documents: planted(view, { words: entry.words, ...entry.law }), letters: "az", window };
  const { words, window: counted, n_tokens: nTokens, n_types: nTypes, tables } = entry;
  return { words, tallies: Float64Array.from(readArray(view, tables.tallies)), counts: countsOf(view, tables), window: counted, nTokens, nTypes, letters: "az" };
}

// A text of the reader's own: documents, the names of its files, a title.
export function ownText(key, title, documents, files) {
  const foreign = documents.some((text) => foreignShare(text) > 0.01);
  const given = (letters, window) => ({ documents, letters: letters === "auto" ? (foreign ? "any" : "az") : letters, window });
  return { key, title, files, documents, own: true, data: null, edge: null, given };
}

// What was read is good for these settings.
export const settingOf = (entry, { letters, window }) => (entry.tables ? "counted" : entry.own ? `${letters} ${window}` : String(window));

export const isRead = (entry, state) => entry.data !== null && entry.setting === settingOf(entry, state);

// What a job has found, kept with its text.
export function keep(entry, state, found) {
  Object.assign(entry, { setting: settingOf(entry, state), data: found, edge: null, edges: null, flow: new Flow(found.flow), memory: new Map() });
  entry.index = new Map(found.words.map((word, row) => [word, row]));
  entry.vectors = vectorsOf(found, found.V);
  entry.poles = found.ends.map((end) => [end.plus, end.minus].map((rows) => rows.slice(0, 2).map((row) => found.words[row]).join(", ")));
  entry.reach = Array.from({ length: found.d }, (_, k) => {
    const column = found.vectors.subarray(k * found.V, (k + 1) * found.V);
    return Math.sqrt(found.eigenvalues[k]) * column.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  });
  entry.room = room(entry.flow);
}

export const keepEdges = (entry, edges) => Object.assign(entry, { edges, edge: edges ? Math.max(...edges) : null });
