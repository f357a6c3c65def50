// From text to numbered words, as the library's `tokenize` and `number` do.

// What a word is made of: "az", the letters a to z, as in the book; "any", a letter of any script, and the letters and marks
// that follow it.
const ANY = /\p{L}[\p{L}\p{M}]*/gu;
const SLICE = 1 << 16; // characters between two reports

// documents: strings. → types in the order in which they are met, tallies of each, ids: the words' numbers, and -1 after
// each document. It yields the share that is done.
export function* tokenise(documents, letters) {
  const length = documents.reduce((sum, text) => sum + text.length, 0) || 1;
  const numbers = new Map();
  const tallies = [];
  let ids = new Int32Array(1 << 14);
  let [n, before] = [0, 0];
  const put = (id) => {
    if (n === ids.length) {
      const longer = new Int32Array(2 * n);
      longer.set(ids);
      ids = longer;
    }
    ids[n++] = id;
  };
  const meet = (word) => {
    let id = numbers.get(word);
    if (id === undefined) {
      id = numbers.size;
      numbers.set(word, id);
      tallies.push(0);
    }
    tallies[id]++;
    put(id);
  };
  for (const document of documents) {
    const text = document.toLowerCase();
    for (const at of letters === "any" ? anyWords(composed(text), meet) : azWords(text, meet)) yield (before + at) / length;
    put(-1);
    before += document.length;
  }
  return { types: [...numbers.keys()], tallies: Float64Array.from(tallies), ids: ids.slice(0, n), nTokens: n - documents.length };
}

// Lowercase text holds an a to z where the library finds one: İ and the Kelvin sign have become i and k in both.
function* azWords(text, meet) {
  let start = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const inside = code >= 97 && code <= 122;
    if (inside && start < 0) start = i;
    if (!inside && start >= 0) meet(text.slice(start, i)), (start = -1);
    if (i % SLICE === 0) yield i;
  }
  if (start >= 0) meet(text.slice(start));
}

// What can be written in two ways is one word; İ in lowercase is i and a dot.
const composed = (text) => text.replaceAll("i\u0307", "i").normalize("NFC");

function* anyWords(text, meet) {
  let next = SLICE;
  for (const { 0: word, index } of text.matchAll(ANY)) {
    meet(word);
    if (index >= next) yield (next = index + SLICE) - SLICE;
  }
}

// The share of a text's letters that are none of a to z, seen in its first 200 000 characters: above a hundredth it is
// written in another alphabet, or with more than the book's.
export function foreignShare(text) {
  const letters = text.slice(0, 200_000).toLowerCase().match(/\p{L}/gu) ?? [];
  return letters.length ? letters.filter((letter) => letter < "a" || letter > "z").length / letters.length : 0;
}
