// The page of search: every section, glossary term and function in which all words of the question stand, the likeliest
// first, with the sentence in which they do. British and American spellings are one. Looks through search-places.js.
(() => {
  "use strict";
  const SHOWN = 40;  // results at once
  const AROUND = 110;  // characters of an excerpt before and after what was found
  const TOKEN = /[\p{L}\p{N}]+\*?/gu;
  const SPELT = [
    [/is(e|ed|es|er|ers|ing|ation|ations|able)$/, "iz$1"], [/ys(e|ed|es|ing)$/, "yz$1"],
    [/(col|behavi|neighb|fav|lab|hon|flav)our/, "$1or"], [/^(cent|met|lit|theat)re(s?)$/, "$1er$2"], [/^centred$/, "centered"],
    [/(mod|lab|canc|trav)ell/, "$1el"], [/grey/, "gray"], [/(anal|catal|dial)ogue/, "$1og"], [/^programme/, "program"],
  ];
  const KINDS = { section: "", term: "glossary term", function: "function" };

  const folded = new Map();
  function fold(word) {
    if (!folded.has(word)) {
      const plain = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
      folded.set(word, SPELT.reduce((text, [from, to]) => text.replace(from, to), plain));
    }
    return folded.get(word);
  }

  const tokens = (text) => [...text.matchAll(TOKEN)].map((match) => ({ word: fold(match[0]), from: match.index, to: match.index + match[0].length }));
  // a plural finds the singular, and the beginning of a word the word
  const asked = (query) => tokens(query).map(({ word }) => (word.length > 4 ? word.replace(/([^s])s$/, "$1") : word));

  function look(terms, [page, pageTitle, anchor, title, kind, text]) {
    const [inTitle, inText] = [tokens(title), tokens(text)];
    const found = terms.map((term) => ({
      title: inTitle.filter(({ word }) => word.startsWith(term)), text: inText.filter(({ word }) => word.startsWith(term)),
    }));
    if (found.some((one) => !one.title.length && !one.text.length)) return null;
    // where the words stand one after another, or else the first of them
    const at = inText.findIndex((_, i) => terms.every((term, n) => inText[i + n]?.word.startsWith(term)));
    const phrase = at >= 0 && terms.length > 1;
    const whole = inTitle.length === terms.length && found.every((one) => one.title.length);
    const score = found.reduce((sum, one) => sum + 8 * Math.min(one.title.length, 2) + Math.min(one.text.length, 6), 0) + 12 * phrase + (whole ? 20 : 0) + (kind === "term" && whole ? 15 : 0);
    const spans = found.flatMap((one) => one.text).sort((a, b) => a.from - b.from);
    return { page, pageTitle, anchor, title, kind, text, score, spans, from: at >= 0 ? inText[at].from : spans[0]?.from ?? 0 };
  }

  function excerpt({ text, spans, from }) {
    const place = document.createElement("p");
    place.className = "context";
    let start = Math.max(0, from - AROUND);
    if (start) start = text.indexOf(" ", start) + 1;
    const space = text.lastIndexOf(" ", from + AROUND);
    const end = from + AROUND >= text.length || space <= from ? text.length : space;
    let at = start;
    place.append(start ? "… " : "");
    for (const span of spans) {
      if (span.from < at || span.to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(span.from, span.to);
      place.append(text.slice(at, span.from), mark);
      at = span.to;
    }
    place.append(text.slice(at, end), end < text.length ? " …" : "");
    return place;
  }

  function entry(result) {
    const link = document.createElement("a");
    const top = result.title === result.pageTitle;
    link.href = `${result.page}.html${top ? "" : `#${result.anchor}`}`;
    link.textContent = result.title;
    const where = document.createElement("span");
    where.className = "wm-where";
    where.textContent = [top ? "" : result.pageTitle, KINDS[result.kind]].filter(Boolean).join(", ");
    const item = document.createElement("li");
    item.append(link, " ", where, ...(result.text ? [excerpt(result)] : []));
    return item;
  }

  function search(query) {
    const out = document.getElementById("search-results");
    const [heading, status, list] = ["h2", "p", "ul"].map((name) => document.createElement(name));
    status.className = "search-summary";
    status.setAttribute("role", "status");
    list.className = "search";
    out.replaceChildren(heading, status, list);
    document.getElementById("search-progress")?.replaceChildren();
    const terms = asked(query);
    heading.textContent = `Search for “${query.trim()}”`;
    const results = terms.length ? window.bookPlaces.map((row) => look(terms, row)).filter(Boolean) : [];
    results.sort((a, b) => b.score - a.score);
    const few = results.slice(0, SHOWN);
    status.textContent = !terms.length ? "Type a word." : !results.length
      ? "No section of the book has all these words. Try one of them alone, or its beginning."
      : `${results.length} place${results.length > 1 ? "s" : ""} in ${new Set(results.map(({ page }) => page)).size} of the book’s pages${results.length > SHOWN ? `; the first ${SHOWN}` : ""}.`;
    list.append(...few.map(entry));
  }

  Search.performSearch = search;
})();
