// Vocabulary and counts of pairs, as the library's `Vocabulary.from_tallies` and `count` make them: exact whole numbers.

// The order of Python's strings: by code points, where JavaScript's own goes by halves of surrogate pairs.
export function byCodePoint(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const high = (code) => code >= 0xd800 && code <= 0xdfff;
    return high(x) !== high(y) ? high(x) - high(y) : x - y;
  }
  return a.length - b.length;
}

// The `size` most frequent words that occur `often` times or more, by (-count, word).
// → words, tallies, and rowOf: the row of each type, V for those left out
export function vocabularyOf({ types, tallies }, size, often) {
  const kept = [];
  for (let id = 0; id < types.length; id++) if (tallies[id] >= often) kept.push(id);
  kept.sort((a, b) => tallies[b] - tallies[a] || byCodePoint(types[a], types[b]));
  kept.length = Math.min(kept.length, size);
  const rowOf = new Int32Array(types.length).fill(kept.length);
  kept.forEach((id, row) => (rowOf[id] = row));
  return { words: kept.map((id) => types[id]), tallies: Float64Array.from(kept, (id) => tallies[id]), rowOf };
}

export const triangular = (n) => (n * (n + 1)) / 2;

// Each pair of rows at most L places apart counts L + 1 - j, never across a document's end; words left out keep their
// place. → the lower triangle, row after row, each pair once: on the diagonal the matrix has twice that.
export function* countPairs(ids, rowOf, V, window) {
  const counts = new Uint32Array(triangular(V)); // 25 MB of text have some 5 million words: 272 each stay below 2^32
  const rows = Int32Array.from(ids, (id) => (id < 0 ? -1 : rowOf[id]));
  let first = 0; // of this document
  for (let j = 0; j < rows.length; j++) {
    const b = rows[j];
    if (b < 0) first = j + 1;
    else if (b < V) {
      const at = triangular(b);
      for (let i = Math.max(first, j - window), weight = window + 1 - j + i; i < j; i++, weight++) {
        const a = rows[i];
        if (a <= b) counts[at + a] += weight;
        else if (a < V) counts[triangular(a) + b] += weight;
      }
    }
    if (j % 32768 === 0) yield j / rows.length;
  }
  return counts;
}

// Sums of the rows of the whole matrix, (V), and of all of it.
export function sumsOf(counts, V) {
  const sums = new Float64Array(V);
  for (let a = 0, i = 0; a < V; a++) {
    for (let b = 0; b <= a; b++, i++) {
      sums[a] += counts[i];
      sums[b] += counts[i];
    }
  }
  return { sums, total: sums.reduce((all, sum) => all + sum, 0) };
}

// The tokens of all documents taken together and dealt out again; documents keep their lengths.
export function* shuffledIds(ids, seed) {
  const tokens = ids.filter((id) => id >= 0);
  yield* shuffle(tokens, seed);
  let next = 0;
  return ids.map((id) => (id < 0 ? -1 : tokens[next++]));
}
