// The frame of every explorer: one state, which the controls, Python's traits and the address share; what is computed,
// drawn and said when it changes; and a kernel, if there is one. Joined last of what all share.

const LARGEST_FILE = 8e6; // a Jupyter server ends a connection that sends it more than 10 MB at once

// name: what the style sheet calls this explorer (.wm-of-name); label: what a screen reader does
// traits: names of the traits that are the state, in the order in which the address lists them
// fix(state): bring into range, in place, what a hand, a link or a cell has set
// blank: the trait of words that may be empty in an address; longest: characters of the longest sentence that is said
export function frame({ model, el, name: kind, label, traits, fix = () => {}, blank = "", longest = 0 }) {
  const address = fragment(model.get("key"), model.isStatic === true);
  const state = fetchState();
  fix(state);
  const home = structuredClone(state);
  readAddress();

  const id = uniqueName("readout");
  const said = readout(id, longest);
  const [canvases, notes, controls, players, tasks] = [[], [], [], [], []];
  let [work, theme, width, zoom, committing] = [null, null, 0, 1, false];
  let touched = false; // nothing is read aloud before the reader has done something
  const root = element(`div.wm-explorer.wm-of-${kind}`, { role: "group", "aria-label": label, "data-lm-suppress-shortcuts": "true" });
  for (const type of ["pointerdown", "keydown", "input", "click"]) root.addEventListener(type, () => (touched = true), true);
  // JupyterLab asks the focused element before those around it whether a key is one of its shortcuts
  root.addEventListener("focusin", ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", "true"));

  function fetchState() {
    return Object.fromEntries(traits.map((name) => [name, structuredClone(model.get(name))]));
  }

  // "planted,1e-4,0.35,1,2", a list's members one after another: what is left out, empty or nonsense is as at home
  function readAddress() {
    const parts = address.read()?.split(",");
    if (!parts) return false;
    const take = (like, name) => {
      if (Array.isArray(like)) return like.map((one) => take(one, name));
      const part = parts.shift();
      if (part === undefined || (!part && name !== blank)) return like;
      if (typeof like === "number") return Number.isNaN(Number(part)) ? like : Number(part);
      return typeof like === "boolean" ? part === "1" : unescapeField(part);
    };
    Object.assign(state, Object.fromEntries(traits.map((name) => [name, take(home[name], name)])));
    fix(state);
    return true;
  }

  function commit() {
    committing = true;
    for (const name of traits) model.set(name, structuredClone(state[name]));
    committing = false;
    model.save_changes();
    address.write(fields());
  }
  const fields = (told = { ...state, ...work?.linked?.() }) => traits.flatMap((name) => told[name]).map(writeField).join(",");

  // ---- from a change to a picture
  function apply(changes, everything = false) {
    const old = structuredClone(state);
    Object.assign(state, changes);
    fix(state);
    const changed = traits.filter((name) => everything || JSON.stringify(old[name]) !== JSON.stringify(state[name]));
    work.compute?.(new Set(changed));
    paint();
  }

  function paint() {
    const fitted = width && theme;
    if (fitted) work.draw(theme, width); // first: a canvas that is told its font lays out what has changed around it
    for (const sync of controls) sync();
    if (!fitted) return;
    said.say(work.describe(), touched && !players.some((player) => player.playing()));
    root.dispatchEvent(new CustomEvent("wordmodes:drawn", { bubbles: true, detail: { explorer: model.get("key"), ...structuredClone(state), ...work.detail?.() } }));
  }

  // measured only where the width or the layout has changed: to ask in the middle of a drag would lay the page out again
  function refit() {
    theme ??= readTheme(root);
    [width, zoom] = [root.clientWidth, root.currentCSSZoom];
    for (const made of canvases) made.measure();
    said.fit((width - MARGINS) / letterWidth(theme, 14));
    for (const { node, fit } of notes) fit(node.clientWidth / letterWidth(theme, 12.5));
    paint();
  }

  // what the reader does: it stops a player that moves the same thing
  function set(changes) {
    for (const player of players) if (player.trait in changes) player.stop();
    apply(changes);
  }

  function reset() {
    for (const player of players) player.stop();
    work.reset?.();
    apply(structuredClone(home), true);
    commit();
    address.write(null);
  }

  // ---- controls, each of one trait; what they do is part of the state at once and committed when the hand lets go
  const keep = (control, sync) => (controls.push(sync), control);
  const change = (trait) => (value) => (set({ [trait]: value }), commit());
  const ui = {
    // to and from: between the state and the slider's own scale; get and put: for a trait that is a list
    slider({ trait, to = (x) => x, from = (x) => x, get = () => state[trait], put = (x) => ({ [trait]: x }), limits, ...options }) {
      const made = slider({ ...options, onInput: (x, event) => set(put(from(x, event))), onCommit: commit });
      const shown = element("output", { "aria-hidden": "true" });
      // node: the slider under its label and its value in words
      made.node = element("div.wm-slider", {}, element("span", { "aria-hidden": "true" }, options.label), shown, made.input);
      return keep(made, () => {
        if (limits) made.limit(...limits());
        made.set(to(get()));
        shown.textContent = options.text(to(get()));
      });
    },
    choice({ trait, legend, options }) {
      const values = new Map(options.map(([value]) => [String(value), value]));
      const made = choice(legend, options, (value) => change(trait)(values.get(String(value))));
      return keep(made, () => made.set(state[trait]));
    },
    // options: entries [value, text], or a function that gives them anew whenever `stamp` changes
    select({ trait, label: name, options, stamp = () => 0, get = () => state[trait], put = (x) => ({ [trait]: x }) }) {
      const entries = typeof options === "function" ? options : () => options;
      let values = new Map();
      const node = select([], (value) => (set(put(values.get(value))), commit()), { "aria-label": name });
      let filled;
      return keep(node, () => {
        if (filled !== (filled = stamp()) || !values.size) {
          values = new Map(entries().map(([value]) => [String(value), value]));
          node.fill(entries());
        }
        node.value = String(get());
      });
    },
    check({ trait, text }) {
      const input = element("input", { type: "checkbox", onchange: () => change(trait)(input.checked) });
      return keep(element("label.wm-check", {}, input, text), () => (input.checked = state[trait]));
    },
    word({ trait, get = () => state[trait], put = (x) => ({ [trait]: x }), ...options }) {
      const made = wordField({ ...options, onWord: (word, done) => (set(put(word)), done && commit()) });
      return keep(made, () => made.set(get()));
    },
    button: (text, changes) => element("button.wm-button", { type: "button", onclick: () => (set(changes()), commit()) }, text),
    reset: () => element("button.wm-button", { type: "button", onclick: reset }, "Reset"),
    play: (options) => player(options),
    // describedBy is the read-out: it says in words what the picture shows
    canvas(name) {
      const made = canvas(name, id);
      canvases.push(made);
      return made;
    },
    // a paragraph about what is shown, of `longest` characters at most: {node, say}
    note(longest = 0) {
      const made = roomy("p.wm-note", longest);
      notes.push(made);
      return made;
    },
    drag: (made, options) => drag(made.node, { ...options, onEnd: commit }),
    // change(what stands there): what a tap on it sets
    tap: (made, { at, change }) => tap(made.node, { at, onTap: (found) => (set(change(found)), commit()) }),
    task: (options) => task(options),
  };

  // Moves a trait from `from` to `to` in `seconds`; where motion is unwelcome, by a twentieth at each press.
  function player({ trait, from = 0, to = 1, seconds = 9, text = "Play" }) {
    let [frameId, start] = [0, 0];
    const share = () => clamp((state[trait] - from) / (to - from), 0, 1);
    const move = (part) => apply({ [trait]: from + part * (to - from) });
    const node = element("button.wm-button.wm-play", { type: "button", onclick: toggle }, reducedMotion() ? "Step" : text);
    function stop() {
      if (!frameId) return;
      cancelAnimationFrame(frameId);
      frameId = 0;
      node.textContent = text;
    }
    function step(stamp) {
      start ||= stamp - share() * seconds * 1000;
      const part = clamp((stamp - start) / (seconds * 1000), 0, 1);
      if (part < 1) frameId = requestAnimationFrame(step);
      else stop(), queueMicrotask(commit);
      move(part);
    }
    function toggle() {
      if (frameId) return stop(), commit(), paint();
      const at = share() >= 1 ? 0 : share();
      if (reducedMotion()) return move(share() >= 1 ? 0 : clamp(at + 0.05, 0, 1)), commit();
      if (at !== share()) move(at);
      node.textContent = "Pause";
      start = 0;
      frameId = requestAnimationFrame(step);
    }
    const made = { node, trait, stop, playing: () => frameId !== 0 };
    players.push(made);
    return made;
  }

  // Something that only Python can do: a button (or, with `file`, a file to choose) that shows once a kernel has answered.
  // request(): the message, or null; Python's answer comes to onDone(message, buffers).
  function task({ type, text, file = false, request = () => ({}), onDone = () => {} }) {
    const send = (content) => {
      if (!content) return;
      [button.disabled, progress.hidden, progress.value] = [true, false, 0];
      model.send({ type, ...content });
    };
    const choose = async () => {
      const [chosen] = button.files;
      if (!chosen) return;
      const refuse = (why) => said.say(`This did not work: ${chosen.name} ${why}`);
      if (chosen.size > LARGEST_FILE) return refuse(`has ${(chosen.size / 1e6).toFixed(1)} MB, and ${LARGEST_FILE / 1e6} MB can be sent from here; take a part of it.`);
      const content = await chosen.text();
      button.value = ""; // so that the same file can be chosen again once it is mended
      const strange = content.split("\ufffd").length - 1; // what is not UTF-8 arrives as these
      if (content.includes("\0") || strange > content.length / 50) return refuse("is no plain text in UTF-8; save it as such.");
      send({ ...request(), name: chosen.name, text: content });
    };
    const button = file
      ? element("input", { type: "file", accept: ".txt,text/plain", "aria-label": text, onchange: choose })
      : element("button.wm-button", { type: "button", onclick: () => send(request()) }, text);
    const progress = element("progress", { max: 1, value: 0, hidden: true, "aria-label": `${text}: progress` });
    const node = element("div.wm-row.wm-task", { hidden: true }, file ? element("label.wm-file", {}, text, button) : button, progress);
    tasks.push({ type, node, progress, onDone, end: () => ([button.disabled, progress.hidden] = [false, true]) });
    return node;
  }

  const onMessage = (message, buffers) => {
    if (message.type === "ready") for (const { node } of tasks) node.hidden = false;
    const one = tasks.find(({ type }) => type === message.task);
    if (!one) return;
    if (message.type === "progress") one.progress.value = message.share;
    if (message.type === "done") one.end(), one.onDone(message, buffers), paint();
    if (message.type === "failed") one.end(), said.say(message.text);
  };

  // a cell or another view has set this trait; a player runs ahead of what they know of its own
  const onTrait = (name) => () => {
    if (committing) return;
    const next = fetchState();
    if (JSON.stringify(next[name]) === JSON.stringify(state[name])) return;
    for (const player of players) {
      if (player.trait === name) player.stop();
      else if (player.playing()) delete next[player.trait];
    }
    apply(next);
  };
  const listeners = traits.map((name) => [`change:${name}`, onTrait(name)]);
  const onTables = () => (work.load?.(), Object.assign(state, fetchState()), fix(state), Object.assign(home, structuredClone(state)), apply({}, true));
  const onLink = () => readAddress() && (players.forEach((player) => player.stop()), apply({}, true));

  // nodes: what stands in the explorer; the read-out follows them, and `below` follows it
  // compute(changed): bring up to date what depends on the traits named; draw(theme, width); describe(): what it shows, in words;
  // detail(): more of what was drawn, for tests; load(): read new tables; reset(): forget what is not state; linked(): traits as a
  // link has them, where what is not state makes them differ
  function start({ nodes, below = [], ...given }) {
    work = given;
    const tools = element("div.wm-tools", {}, ...(model.isStatic ? [copyButton(() => address.link(fields()))] : []), stageButton(root));
    root.append(...nodes, ...said.nodes, ...below, tools);
    el.append(root);
    model.on("msg:custom", onMessage);
    model.on("change:_tables", onTables);
    for (const [event, listener] of listeners) model.on(event, listener);
    window.addEventListener("hashchange", onLink);
    if (tasks.length) model.send({ type: "hello" });
    apply({}, true);
    const unwatch = watchTheme(() => ((theme = readTheme(root)), paint()));
    // drawing changes the height, which an observer may not do to what it or another one watches: so in the next frame
    const fits = () => root.clientWidth === width && root.currentCSSZoom === zoom; // on the whole screen type is larger
    const observer = new ResizeObserver(() => requestAnimationFrame(() => fits() || refit()));
    observer.observe(root);
    return () => {
      for (const player of players) player.stop();
      said.stop(), unwatch(), observer.disconnect();
      window.removeEventListener("hashchange", onLink);
      model.off("msg:custom", onMessage);
      model.off("change:_tables", onTables);
      for (const [event, listener] of listeners) model.off(event, listener);
    };
  }

  return { state, ui, set, commit, paint, refit, start, say: said.say };
}

const MARGINS = 56; // of the explorer and of its read-out, left and right together
const SENTENCE = "At this time two of the modes are half-learned; of the loss 40 % is still to be removed, as foretold.";

// How wide a letter is on average; asked of a canvas, since asking the page would lay it out.
function letterWidth(theme, size) {
  const ctx = document.createElement("canvas").getContext("2d");
  ctx.font = theme.font(size);
  return ctx.measureText(SENTENCE).width / SENTENCE.length;
}

// A number with four digits, a truth as 1 or 0; a comma within a word is escaped, since commas part the fields.
const writeField = (value) =>
  typeof value === "number" ? String(+value.toPrecision(4)) : typeof value === "boolean" ? String(+value) : value.replace(/[%,]/g, encodeURIComponent);
const unescapeField = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % typed by hand
  }
};
