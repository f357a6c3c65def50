// What can't be used, said in a sentence that says what to do.

export class Refusal extends Error {}

export const LARGEST = 25e6; // bytes of text in all
const FILE_MARKS = [
  ["%PDF", "is a PDF; save its text as a plain text file."],
  ["PK\u0003\u0004", "is a zip archive or an office document; save its text as a plain text file."],
  ["\u001f\u008b", "is compressed; unpack it."], ["{\\rtf", "is rich text; save it as plain text."],
];
// The commonest English words of grammar: a text of nothing else has company, and no subject.
const GRAMMAR = new Set(
  ("a about above after again against all along also although am among an and another any are around as at away be because been before behind below between both but by can could did do does " +
    "don down during each either else even ever every for from further had has have having he her here hers him his how however i if in into is it its just ll may me might mine more most much must my " +
    "neither never no nor not now of off often on once one only or other our ours out over own perhaps quite rather re s same shall she should since so some still such t than that the their theirs them " +
    "then there these they this those though through thus to too toward under until up upon us ve very was we were what when where whether which while who whom whose why will with within without would " +
    "yet you your yours").split(" "));

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const several = (n, one, many) => `${thousands(n)} ${n === 1 ? one : many}`;

// The text of a file's bytes.
export function textOf(bytes) {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  for (const [mark, why] of FILE_MARKS) if (head.startsWith(mark)) throw new Refusal(why);
  const wide = head.startsWith("\u00ff\u00fe") ? "utf-16le" : head.startsWith("\u00fe\u00ff") ? "utf-16be" : null;
  const text = new TextDecoder(wide ?? "utf-8").decode(bytes);
  const strange = text.split("\ufffd").length - 1; // what is not UTF-8 arrives as these
  if (text.includes("\0") || strange > text.length / 500) throw new Refusal("is no plain text in UTF-8; save it as such.");
  return text;
}

// Words that nothing can be learned from. `read`: how many there were in all.
export function refuseWords(words, { nTokens, types }) {
  const all = several(nTokens, "word", "words");
  if (!nTokens) throw new Refusal("holds no word: nothing of it is a letter. Choose “letters of any script” if it is written in other letters than a to z.");
  if (types.length < 2) throw new Refusal(`holds only one different word, “${types[0].slice(0, 40)}”, so that nothing stands beside anything else; take another text.`);
  if (words.length && words.every((word) => GRAMMAR.has(word))) throw new Refusal("holds nothing but words of grammar, such as “the” and “of”: they keep company with everything, and nothing is a subject. Take a text about something.");
  if (words.length < 60) throw new Refusal(`is too short: of its ${all}, ${several(words.length, "different one occurs", "different ones occur")} twice or more, and 60 are needed for modes to mean anything. Some pages of text will do.`);
}
