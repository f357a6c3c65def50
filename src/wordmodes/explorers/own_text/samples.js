// The texts that come along: counts of two, packed, and the law of the planted language, from which a text is drawn here.

// What Python's `pack` wrote: the lower triangle of counts, each rounded to three binary digits. A count's code is about
// linear in its logarithm; what is stored is by how much it differs from half of the two words' levels together.
export function countsOf(view, { residuals, levels, apart, large }) {
  const [bytes, level, places, codes] = [residuals, levels, apart, large].map((at) => readArray(view, at));
  const V = level.length;
  const counts = new Uint32Array(triangular(V));
  for (let a = 0, i = 0; a < V; a++) {
    for (let b = 0; b <= a; b++, i++) counts[i] = decoded(sixBits(bytes, i) - 32 + ((level[a] + level[b] + 1) >> 1));
  }
  places.forEach((place, i) => (counts[place] = decoded(codes[i])));
  return counts;
}

// Number i of those that stand six bits each, the first bits first.
function sixBits(bytes, i) {
  const at = (i >> 2) * 3;
  const whole = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  return (whole >> (18 - 6 * (i & 3))) & 63;
}

// 0 to 7 stand for themselves; from there on each four share a power of two.
const decoded = (code) => (code < 8 ? code : (4 + (code & 3)) << ((code >> 2) - 1));

// A text of the planted language: documents of 200 words, each of a topic and of a state for each attribute, drawn as the
// library's `PlantedLanguage.sample` does but from these numbers. → one string a document
export function planted(view, { words, shares, topics, strengths, tokens, seed }) {
  const table = readArray(view, shares); // topics × bases, each row summing to 1
  const bases = table.length / topics;
  const draw = uniform(seed);
  const documents = [];
  for (let done = 0; done < tokens; done += 200) {
    const topic = Math.floor(draw() * topics) * bases;
    const states = strengths.map(() => (draw() < 0.5 ? -1 : 1));
    const text = [];
    for (let n = Math.min(200, tokens - done); n > 0; n--) {
      let [row, left] = [0, draw()];
      while (row < bases - 1 && (left -= table[topic + row]) >= 0) row++;
      strengths.forEach((strength, k) => (row = 2 * row + (draw() >= (1 + strength * states[k]) / 2)));
      text.push(words[row]);
    }
    documents.push(text.join(" "));
  }
  return documents;
}
