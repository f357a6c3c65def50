// Where a reader's text comes in: pasted, chosen, or dropped anywhere on the explorer. It stays in the page's memory.

const LONG_PASTE = 20_000; // characters
const END = 30; // of those that are shown of it, by which it is known

// take(documents, file names, title, size): what was given; refuse(sentence)
export function inputs({ el, take, refuse }) {
  const area = element("textarea.wm-paste", { rows: 3, "aria-label": "paste a text here", placeholder: "Paste a text here: a diary, a thesis, a year of letters. Or drop a file." , spellcheck: "false" });
  const button = element("button.wm-button", { type: "button", onclick: pasted }, "Read it");
  const files = element("input", { type: "file", multiple: true, "aria-label": "choose files", onchange: () => chosen([...files.files]) });
  const node = element("div.wm-given", {}, area, element("div.wm-row", {}, button, element("label.wm-file", {}, "or choose a file", files), element("span.wm-still-here", {}, "Nothing leaves this page.")));

  // A long text is kept and its beginning shown: a field would take seconds to lay all of it out.
  let kept = null;
  area.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length < LONG_PASTE) return;
    event.preventDefault();
    hold(text);
    pasted();
  });
  function hold(text) {
    area.value = text.length < LONG_PASTE ? text : `${text.trim().slice(0, 600)} …`;
    kept = { shown: area.value, text };
  }

  function pasted() {
    const text = kept && area.value.includes(kept.shown) ? area.value.replace(kept.shown, () => kept.text) : area.value;
    const cut = kept && kept.text !== kept.shown && text === area.value && text.includes(kept.shown.slice(-END));
    if (cut) return refuse("The field shows only the beginning of the long text, and that was changed: paste the text anew, whole.");
    if (!text.trim()) return refuse("There is no text in the field yet: paste one, choose a file, or take one of those below.");
    if (text.length > LARGEST) return refuse(tooLarge("The pasted text", text.length));
    take([text], ["pasted.txt"], "your text", text.length);
  }

  async function chosen(list) {
    const size = list.reduce((sum, file) => sum + file.size, 0);
    const name = list.length === 1 ? list[0].name : `${list.length} files`;
    if (!list.length) return;
    if (size > LARGEST) return refuse(tooLarge(name, size));
    const documents = [];
    for (const file of list) {
      try {
        documents.push(textOf(new Uint8Array(await file.arrayBuffer())));
      } catch (error) {
        return refuse(`${file.name} ${error instanceof Refusal ? error.message : "can't be read."}`);
      } finally {
        files.value = ""; // so that the same file can be chosen again once it is mended
      }
    }
    take(documents, list.map((file) => file.name), name, size);
  }

  // words dragged into the field, or about in it, are the browser's affair
  const writing = ({ target, dataTransfer }) => target === area && !dataTransfer?.types.includes("Files");
  const over = (on) => (event) => writing(event) || (event.preventDefault(), node.toggleAttribute("data-over", on));
  el.addEventListener("dragover", over(true));
  el.addEventListener("dragleave", over(false));
  el.addEventListener("drop", (event) => {
    if (writing(event)) return;
    over(false)(event);
    const [dropped, text] = [[...(event.dataTransfer?.files ?? [])], event.dataTransfer?.getData("text/plain")];
    if (dropped.length) chosen(dropped);
    else if (text) hold(text), pasted();
  });
  return { node };
}

const tooLarge = (name, size) => `${name} has ${megabytes(size)}, and ${LARGEST / 1e6} MB can be read here; take a part of it, or read it with the command that the page “Your own corpus” describes.`;

// Tags in a text are words like others; nothing of them is run.
export const holdsMarkup = (documents) => documents.some((text) => /<(script|html|body|div|style)\b/i.test(text));

// Four files to take home. of(): the text shown and σ
export function downloadRow(of) {
  const button = (text, act) => element("button.wm-button", { type: "button", onclick: act }, text);
  const plain = () => of().entry.key.replace(/[^\w-]/g, "");
  const vectors = button("vectors (word2vec’s format)", () => save(`${plain()}-vectors.txt`, word2vecFile(of().entry.data)));
  const modes = button("modes (CSV)", () => save(`${plain()}-modes.csv`, modesFile(of().entry.data), "text/csv"));
  const notebook = button("a notebook that does the same", () => {
    const { entry, sigma } = of();
    const source = { title: entry.title, key: entry.key, files: entry.files ?? (entry.law ? [`${entry.key}.txt`] : null), lines: Boolean(entry.law) };
    save(`${plain()}.ipynb`, notebookFile(entry.data, source, sigma), "application/x-ipynb+json");
  });
  const drawn = button("the text itself", () => save(`${of().entry.key}.txt`, `${of().entry.given("az", 16).documents.join("\n")}\n`));
  const node = element("div.wm-row.wm-files", {}, element("span", {}, "Take home:"), vectors, modes, notebook, drawn);
  return { node, sync: () => (drawn.hidden = !of().entry.law) };
}
