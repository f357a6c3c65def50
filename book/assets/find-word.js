// The field on the page of explorers: which of them know a word, each a link that sets the explorer to it; or else the
// nearest words that one of them knows. Looks through the index in the page and uses nearest.js.
(() => {
  "use strict";
  const PAUSE = 250;  // milliseconds after the last letter
  const place = document.querySelector(".wm-find-word");
  const { explorers, words } = JSON.parse(document.getElementById("wm-words").textContent);
  const known = new Map(Object.entries(words).flatMap(([who, list]) => list.split(" ").map((word) => [word, who])));
  const input = place.querySelector("input");
  const said = place.querySelector("[role=status]");

  function address({ address, company }, word) {
    const [one, two] = company[word] ?? company[""] ?? [];
    const parts = { word, 1: one, 2: two };
    return address.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parts[name]));
  }

  function make(name, attributes, ...children) {
    const node = Object.assign(document.createElement(name), attributes);
    node.append(...children);
    return node;
  }

  function nearest(word) {
    const near = nearestWords([...known.keys()], word, 4).map((textContent) =>
      make("button", { type: "button", textContent, onclick: () => ((input.value = textContent), look(), input.focus()) }));
    return [make("p", {}, `No explorer knows “${word}”. Nearest are `, ...near.flatMap((one, i) => (i ? [" ", one] : [one])))];
  }

  function links(word, who) {
    const rows = [...who].map((letter) => {
      const explorer = explorers[letter.charCodeAt(0) - 97];
      return make("li", {}, make("a", { href: address(explorer, word), textContent: explorer.title }), `, ${explorer.where}`);
    });
    return [make("p", {}, `${rows.length === 1 ? "One explorer knows" : `${rows.length} explorers know`} “${word}”:`), make("ul", {}, ...rows)];
  }

  function look() {
    const word = input.value.trim().toLowerCase();
    said.replaceChildren(...(!word ? [] : known.has(word) ? links(word, known.get(word)) : nearest(word)));
  }

  let timer;
  input.addEventListener("input", () => (clearTimeout(timer), (timer = setTimeout(look, PAUSE))));
  input.addEventListener("change", () => (clearTimeout(timer), look()));
})();
