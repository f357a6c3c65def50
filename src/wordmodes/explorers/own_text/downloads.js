// What a reader takes home: vectors in word2vec's format, modes as a table, and a notebook that does the same in Python.

export function save(name, content, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = element("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

// A float32 with nine digits, which keep all of it: what Python's "%.9g" writes.
export function nine(x) {
  const value = Math.fround(x);
  const [mantissa, exponent] = value.toExponential(8).split("e");
  const trimmed = (digits) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);
  if (exponent >= -4 && exponent < 9) return trimmed(value.toFixed(8 - exponent));
  return `${trimmed(mantissa)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

// word2vec's text format: a word and its K numbers a line, E √λ.
export function word2vecFile(data) {
  const { words, V, K } = data;
  const { x } = vectorsOf(data, V);
  const lines = words.map((word, i) => `${word} ${Array.from({ length: K }, (_, k) => nine(x[k * V + i])).join(" ")}`);
  return `${V} ${K}\n${lines.join("\n")}\n`;
}

const field = (word) => (/[",\n\r]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word);

// A row for the eigenvalues, then one a word: how often it occurs, and its entry in each mode.
export function modesFile({ words, tallies, eigenvalues, vectors, V, K }) {
  const head = ["word", "count", ...Array.from({ length: K }, (_, k) => `mode_${k + 1}`)];
  const rows = words.map((word, i) => [field(word), tallies[i], ...Array.from({ length: K }, (_, k) => vectors[k * V + i])]);
  return `${[head, ["(eigenvalue)", "", ...eigenvalues], ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

// ---- the notebook

// As `textOf` decodes them.
const READ_FILE = `def read(name):
    """Text in UTF-8, or in UTF-16 that says so; what is neither is no letter."""
    data = Path(name).read_bytes()
    encoding = "utf-16" if data[:2] in (b"\\xff\\xfe", b"\\xfe\\xff") else "utf-8-sig"
    return data.decode(encoding, errors="replace")


`;

const counted = (key) => `from wordmodes.explorers.own_text.samples import sample_counts

counts = sample_counts(${JSON.stringify(key)})  # rounded to three binary digits, as on the page`;

function readCell({ files, letters, often, window, size, lines }) {
  const any = letters === "any";
  const documents = lines
    ? `Path(${JSON.stringify(files[0])}).read_text(encoding="utf-8").splitlines()`
    : `[read(name) for name in ${JSON.stringify(files)}]`;
  return `from pathlib import Path

from wordmodes.text import count, number${any ? ", tokenize_any_script" : ""}

${lines ? "" : READ_FILE}documents = ${documents}
text = number(documents${any ? ", tokenize_any_script" : ""})
vocabulary = text.vocabulary(min_count=${often})
counts = count(text, vocabulary.top(min(${size}, len(vocabulary))), window=${window})`;
}

const modesCell = ({ K, eigenvalues }) => `import numpy as np

from wordmodes.theory.modes import leading_modes
from wordmodes.theory.noise import target_with_absent
from wordmodes.word_vectors import WordVectors

modes = leading_modes(target_with_absent(counts), ${K}, tol=1e-12)
vectors = WordVectors(counts.vocabulary, modes)
page = np.array(${JSON.stringify([...eigenvalues])})
print(f"the page's eigenvalues and these differ by {np.abs(modes.eigenvalues / page - 1).max():.0e} at most")`;

const learnedCell = ({ d, sigma }) => `from wordmodes.theory.dynamics import half_rise_time, small_init_starts
from wordmodes.training.start import initial_embedding

sigma, d = ${sigma}, ${d}
lam, E = modes.eigenvalues[:d], modes.eigenvectors[:, :d]
starts = small_init_starts(E.T @ initial_embedding(len(E), d, sigma, seed=0))  # numpy draws another start than the page
for k, time in enumerate(half_rise_time(lam, starts)):
    plus, minus = vectors.ends(k + 1, n=4)
    print(f"mode {k + 1}, half-learned at λ₁t = {lam[0] * time:.1f}: {' '.join(minus)} ↔ {' '.join(plus)}")`;

const shuffleCell = ({ window }) => `from wordmodes.theory.noise import modes_above, shuffled_spectra

tokens = [TOKENIZE(document) for document in documents]
null = shuffled_spectra(tokens, counts.vocabulary, ${window}, d=1, n_shuffles=3)
print(f"{modes_above(modes.eigenvalues, null)} of ${"{len(modes)}"} modes are above what chance makes, {null.max():.1f}")`;

// source: {title, key} of counts that come along, or {title, files, lines} of a text
export function notebookFile(data, source, sigma) {
  const code = (text) => ({ cell_type: "code", execution_count: null, id: "", metadata: {}, outputs: [], source: text });
  const words = (text) => ({ cell_type: "markdown", id: "", metadata: {}, source: text });
  const { letters } = data;
  const shuffled = shuffleCell(data).replace("TOKENIZE", letters === "any" ? "tokenize_any_script" : "tokenize");
  const imports = letters === "any" ? "" : "from wordmodes.text import tokenize\n";
  const what = source.files ? `Put ${source.files.join(", ")} beside this notebook.` : "Its counts come with the library.";
  const cells = [
    words(`# ${source.title}, read again in Python\n\n${what} It needs the library \`wordmodes\` of *One Concept at a Time*.`),
    code(source.files ? readCell({ ...data, ...source, size: SIZE }) : counted(source.key)),
    code(modesCell(data)),
    code(learnedCell({ d: data.d, sigma })),
    ...(source.files ? [code(imports + shuffled)] : []),
    code('word = vectors.words[len(vectors.words) // 10]\nprint(word, vectors.neighbours(word, n=5))\nvectors.save_word2vec("vectors.txt")'),
  ];
  cells.forEach((cell, i) => (cell.id = `own-text-${i}`));
  const metadata = { kernelspec: { display_name: "Python 3", language: "python", name: "python3" }, language_info: { name: "python" } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
