// What every explorer shares, and the page of explorers too: words spelt like one that is not known, and words used like one.

// A word that a text does not have, and the nearest that it has: with as long a beginning in common, then with fewest changes.
export function nearestWords(words, typed, count = 3) {
  const word = typed.toLowerCase();
  const common = (other) => {
    let n = 0;
    while (n < word.length && other[n] === word[n]) n++;
    return n;
  };
  const near = words.map((other) => ({ other, cost: editDistance(word, other) - 0.5 * common(other) }));
  return near.sort((a, b) => a.cost - b.cost || a.other.length - b.other.length).slice(0, count).map(({ other }) => other);
}

// Levenshtein's: letters to insert, leave out or exchange.
function editDistance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1])));
    row = next;
  }
  return row[other.length];
}

// The rows of a table whose vectors point most nearly the way of one row's, by cosine; each column may weigh more or less.
export function nearestRows({ rows, columns, stride = columns, vectors, weights }, row, count = 6) {
  const cosines = Array.from({ length: rows }, (_, other) => {
    let [dot, square] = [0, 0];
    for (let k = 0; k < columns; k++) {
      const x = vectors[other * stride + k] * (weights ? weights[k] : 1);
      dot += x * vectors[row * stride + k];
      square += x * vectors[other * stride + k];
    }
    return square > 0 ? dot / Math.sqrt(square) : -Infinity;
  });
  return Array.from(cosines.keys()).filter((other) => other !== row).sort((a, b) => cosines[b] - cosines[a]).slice(0, count);
}
