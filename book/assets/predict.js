// Predictions: a reader commits to an answer, what follows is uncovered, and the box says how far off the answer was.
// Answers stay in this browser, under one key of its storage; where that is blocked, until the page is left.
(() => {
  "use strict";
  const KEY = "wordmodes:predictions";
  const OTHERWISE = "*";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const storage = (() => {
    let memory = {}, blocked = false;
    const read = () => {
      if (blocked) return memory;
      try {
        const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
        return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
      } catch (error) {
        blocked ||= !(error instanceof SyntaxError);
        return memory;
      }
    };
    const write = (kept) => {
      memory = kept;
      try {
        localStorage.setItem(KEY, JSON.stringify(kept));
      } catch {
        blocked = true;
      }
    };
    write(read());  // find out now
    return {
      get blocked() { return blocked; },
      get: ({ name, edition }) => (read()[name]?.edition === edition ? read()[name] : null),
      put({ name, edition }, entry) { write({ ...read(), [name]: { ...entry, edition } }); },
      forget(names) { write(Object.fromEntries(Object.entries(read()).filter(([name]) => !names.includes(name)))); },
    };
  })();

  const veils = (name) => all(`.wm-veil[data-of="${name}"]`);
  const behind = (veil) => veil.lastElementChild;

  // formulas are not set while they are covered: a browser complains of measuring what it does not lay out
  const unset = (element) => all(".math", element).filter((formula) => !formula.querySelector("mjx-container"));

  async function typeset(elements) {
    const ready = window.MathJax?.startup?.promise;
    if (!ready) return;  // when MathJax comes it sets all that is not covered
    await ready;
    const formulas = elements.flatMap(unset);
    if (formulas.length) await MathJax.typesetPromise(formulas);
  }

  // what scrolls sideways is found by the theme, and by reach.js
  function measure() {
    for (const name of ["resize", "wordmodes:uncovered"]) dispatchEvent(new Event(name));
  }

  function cover(name, on) {
    for (const veil of veils(name)) {
      veil.classList.toggle("wm-open", !on);
      // the browser's search looks there too, and uncovers what it finds
      if (on) behind(veil).setAttribute("hidden", "until-found");
      else behind(veil).removeAttribute("hidden");
    }
    if (!on) typeset(veils(name).map(behind)).then(measure);
  }

  class Box {
    constructor(form) {
      this.form = form;
      this.data = JSON.parse(form.dataset.predict);
      this.result = form.querySelector(".wm-result");
      this.sentences = all(".wm-tempting", form);
      form.tell = (text) => (this.result.textContent = text);
      this.control = window.predictionKinds[this.data.kind](form, this.data);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.commit();
      });
      form.querySelector(".wm-look").addEventListener("click", () => this.look());
      for (const veil of veils(this.data.name)) behind(veil).addEventListener("beforematch", () => this.reveal());
      this.refresh();
    }

    commit() {
      const { value } = this.control;
      if (value === null) return this.form.tell(this.control.missing);
      const before = storage.get(this.data)?.revealed ?? null;
      const committed = new Date().toISOString();
      const { right, off, said } = this.control.judge(value);
      const entry = { answer: value, words: this.control.words(value), truth: this.truth(), right, off, said, committed };
      storage.put(this.data, { ...entry, revealed: before ?? new Date().toISOString(), first: before === null });
      this.settled();
    }

    look() {
      storage.put(this.data, { ...storage.get(this.data), looked: true, revealed: storage.get(this.data)?.revealed ?? new Date().toISOString() });
      this.settled();
    }

    settled() {
      this.refresh();
      this.result.tabIndex = -1;  // the button that was pressed is gone
      this.result.focus({ preventScroll: true });
      changed();
    }

    // what follows is needed now: a link leads there, or a search has found it; the question can still be answered
    reveal() {
      if (!storage.get(this.data)?.revealed) storage.put(this.data, { ...storage.get(this.data), revealed: new Date().toISOString() });
      cover(this.data.name, false);
    }

    truth() {
      const { kind, answer } = this.data;
      return this.control.words(kind === "curve" ? answer.map(([, y]) => y) : answer);
    }

    // what an option says, with its formulas
    shown(k) {
      const label = this.form.querySelectorAll(".wm-option > span")[k];
      return [...label.childNodes].map((node) => node.cloneNode(true));
    }

    sentence(entry) {
      const { kind, answer } = this.data;
      const mark = document.createElement("strong");
      [mark.className, mark.textContent] = !entry.committed ? ["", "The answer: "] : entry.right ? ["wm-yes", "✓ Right. "] : ["wm-no", "✗ Not so. "];
      const line = document.createElement("p");
      line.append(mark);
      if (kind === "choice") {
        if (entry.committed && !entry.right) line.append("You said ‘", ...this.shown(entry.answer), "’; it is ‘", ...this.shown(answer), "’.");
        else if (!entry.committed) line.append("‘", ...this.shown(answer), "’.");
      } else if (kind === "number") line.append(`It is ${this.truth()}. ${entry.said ?? ""}`);
      else if (kind === "order") line.append(`${entry.said ?? ""} ${entry.right ? "" : `The order is: ${this.truth()}.`}`);
      else line.append(entry.said ?? "", ` The measured curve is drawn in${entry.committed ? " beside yours" : ""}.`);
      return line;
    }

    refresh(keepDraft = false) {
      const entry = storage.get(this.data);
      const [was, done] = [this.form.classList.contains("wm-done"), Boolean(entry?.committed || entry?.looked)];
      this.seen = JSON.stringify(entry);
      this.form.classList.toggle("wm-done", done);
      this.form.querySelector("fieldset").disabled = done;
      this.result.replaceChildren();
      cover(this.data.name, !entry?.revealed);
      this.control.lock?.(done);
      if (!done) return (keepDraft && !was) || (this.control.clear(), this.control.hide());
      if (entry.committed) this.control.value = entry.answer, this.control.show(entry.answer);
      else this.control.reveal();
      this.result.append(this.sentence(entry));
      if (entry.committed && !entry.right) this.tempting(entry);
    }

    tempting({ answer }) {
      const { mistake } = this.control.judge(answer);
      const places = [this.data.mistakes.indexOf(mistake), this.data.mistakes.indexOf(OTHERWISE)];
      const said = this.sentences[places.find((place) => place >= 0)];
      this.result.append(said);
      said.hidden = false;
    }
  }

  // --- the tally of a chapter, the sheet of the book

  function count(asked) {
    const kept = asked.map((data) => storage.get(data));
    const made = kept.filter((entry) => entry?.committed);
    const right = made.filter((entry) => entry.right).length;
    const looked = kept.filter((entry) => entry?.looked && !entry.committed).length;
    const aside = looked ? `; ${looked} looked up without a guess` : "";
    const lost = storage.blocked ? " This browser keeps no data for this page: answers last until you leave it." : "";
    return `You have made ${made.length} of ${asked.length} predictions, ${right} of them right${aside}.${lost}`;
  }

  function sheet(asked, { book, version, name }) {
    const predictions = asked.map((data) => {
      const entry = storage.get(data) ?? {};
      const { words = null, truth = null, right = null, off = null, committed = null, revealed = null, first = null } = entry;
      const question = { name: data.name, chapter: data.page.slice(0, 2), kind: data.kind, edition: data.edition, question: data.text };
      return { ...question, prediction: words, answer: truth, right, off, committed, revealed, before_reveal: committed && first };
    });
    return { format: "wordmodes-predictions-1", book, version, name, saved: new Date().toISOString(), predictions };
  }

  function save(content, chapter) {
    const address = URL.createObjectURL(new Blob([`${JSON.stringify(content, null, 1)}\n`], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: `predictions${chapter ? `-${chapter}` : ""}.json` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function forget(asked, boxes) {
    storage.forget(asked.map(({ name }) => name));
    for (const box of boxes) box.refresh();
    changed();
  }

  const name = {
    get() {
      try {
        return localStorage.getItem(`${KEY}:name`) ?? "";
      } catch {
        return "";
      }
    },
    put(text) {
      try {
        localStorage.setItem(`${KEY}:name`, text);
      } catch {}  // then it is for this visit
    },
  };

  let changed = () => {};
  const boxes = all("form.wm-guess").map((form) => new Box(form));
  window.predictions = { boxes, storage };
  document.getElementById("wm-open-before")?.remove();

  const tally = document.querySelector(".wm-tally");
  if (tally) {
    const asked = boxes.map(({ data }) => data);
    const [book, version] = [tally.dataset.book, tally.dataset.version];
    changed = () => (tally.querySelector(".wm-count").textContent = count(asked));
    tally.querySelector(".wm-save").addEventListener("click", () => save(sheet(asked, { book, version, name: name.get() }), tally.dataset.page.slice(0, 2)));
    tally.querySelector(".wm-forget").addEventListener("click", () => forget(asked, boxes));
  }

  const whole = document.querySelector(".wm-sheet");
  if (whole) {
    const entries = all(".wm-foretold").map((element) => ({ element, data: JSON.parse(element.dataset.predict) }));
    const which = whole.querySelector(".wm-which");
    const field = whole.querySelector(".wm-name");
    const chosen = () => entries.map(({ data }) => data).filter(({ page }) => page.startsWith(which.value));
    const status = (entry) => {
      if (!entry?.committed) return entry?.looked ? "Looked up without a guess." : "Not answered.";
      const when = new Date(entry.committed).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
      const late = entry.first ? "" : ", after the answer was uncovered";
      return `${entry.right ? "✓ Right" : "✗ Not so"}: you said ‘${entry.words}’; the answer is ‘${entry.truth}’ (${when}${late}).`;
    };
    changed = () => {
      for (const chapter of all(".wm-chapter")) chapter.hidden = !chapter.dataset.page.startsWith(which.value);
      whole.querySelector(".wm-count").textContent = count(chosen());
      for (const { element, data } of entries) {
        const entry = storage.get(data);
        const line = element.querySelector(".wm-status");
        line.textContent = status(entry);
        line.className = `wm-status ${entry?.committed ? (entry.right ? "wm-yes" : "wm-no") : ""}`;
      }
    };
    const fromAddress = () => {
      const chapter = new URLSearchParams(location.hash.slice(1)).get("chapter") ?? "";
      if (all("option", which).some(({ value }) => value === chapter)) which.value = chapter;
      changed();
    };
    field.value = name.get();
    field.addEventListener("input", () => name.put(field.value));
    which.addEventListener("change", () => changed());
    addEventListener("hashchange", fromAddress);
    whole.querySelector(".wm-save").addEventListener("click", () => save(sheet(chosen(), { ...whole.dataset, name: field.value }), which.value));
    whole.querySelector(".wm-print").addEventListener("click", () => print());
    whole.querySelector(".wm-forget").addEventListener("click", () => forget(chosen(), []));
    fromAddress();
  }
  addEventListener("storage", () => {
    for (const box of boxes) if (box.seen !== JSON.stringify(storage.get(box.data))) box.refresh(true); // in another tab
    changed();
  });
  changed();

  // on paper nothing is covered
  addEventListener("beforeprint", () => {
    for (const { data } of boxes) cover(data.name, false);
    const left = all(".wm-veil").flatMap(unset);
    if (left.length) window.MathJax?.typeset?.(left);
  });
  addEventListener("afterprint", () => {
    for (const { data } of boxes) cover(data.name, !storage.get(data)?.revealed);
  });

  // --- what an address or the site's search leads to is not covered

  function uncover(element) {
    const veil = element?.closest?.(".wm-veil:not(.wm-open)");
    const box = veil && boxes.find(({ data }) => data.name === veil.dataset.of);
    box?.reveal();
    return Boolean(box);
  }
  const named = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;  // no encoding of anything
    }
  };
  uncover(named(location.hash));
  addEventListener("hashchange", () => uncover(named(location.hash)) && named(location.hash).scrollIntoView());
  addEventListener("load", () => setTimeout(() => all(".wm-veil .highlighted").forEach(uncover)));
})();
