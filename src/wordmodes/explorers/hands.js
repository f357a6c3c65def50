// What every explorer shares, fourth part: what a hand does, a field for words, dragging, tapping, marks on a slider.
// Joined after drawing.js and nearest.js.

// A field for one of many words: it completes what is typed, and says so when there is no such word. `blank`: none will do.
export function wordField({ label, words, onWord, placeholder = "", blank = false }) {
  const [offers, fault] = [uniqueName("words"), uniqueName("fault")];
  const data = element("datalist", { id: offers });
  const complaint = element("span.wm-fault", { id: fault, role: "alert", hidden: true });
  const input = element("input.wm-word", { type: "text", list: offers, "aria-label": label, "aria-describedby": fault, placeholder, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  let current = "";
  const complain = (text) => {
    complaint.textContent = text;
    complaint.hidden = !text;
    text ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  };
  const typed = () => {
    const all = words(); // an array
    const start = input.value.trim();
    const exact = [start, start.toLowerCase()].find((word) => all.includes(word));
    const found = start ? all.filter((word) => word.startsWith(start)).slice(0, 12) : [];
    data.replaceChildren(...found.map((value) => element("option", { value })));
    return exact;
  };
  const refuse = (word) => {
    const near = nearestWords(words(), word).map(inMarks);
    complain(`“${word}” is not among the ${thousands(words().length)} words; nearest are ${list(near)}.${current ? ` Still shown: “${current}”.` : ""}`);
  };
  input.addEventListener("input", () => {
    const exact = typed();
    if (exact !== undefined) complain(""), onWord(exact);
  });
  input.addEventListener("change", () => {
    const [exact, word] = [typed(), input.value.trim()];
    if (exact !== undefined) complain(""), onWord(exact, true);
    else if (word) refuse(word);
    else complain(""), blank ? onWord("", true) : (input.value = current);
  });
  const set = (word) => {
    current = word;
    // what is being typed is the reader's
    if (document.activeElement !== input && input.value !== word) (input.value = word), complain("");
  };
  return { node: element("span.wm-field", {}, input, data, complaint), input, set };
}

// Where an event took place, in the element's own pixels, also where the page shows it larger.
export function placeIn(node, event) {
  const box = node.getBoundingClientRect();
  const scale = node.offsetWidth / box.width || 1;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

const SLIP = 6; // pixels that a finger moves before it is known where to

// Follow a finger or a mouse from where `hit(x, y)` lets it begin; elsewhere a touch scrolls the page. What `slides` follows
// a finger only along x, once it has gone that way: one that goes up or down scrolls, and moves nothing.
export function drag(node, { hit = () => true, slides = false, onMove, onEnd }) {
  let [held, waiting] = [null, null];
  const begin = (what) => ([held, waiting] = [what, null]);
  if (slides) node.style.touchAction = "pan-y";
  else node.addEventListener("touchstart", (event) => event.touches.length === 1 && hit(...placeIn(node, event.touches[0])) && event.preventDefault(), { passive: false });
  node.addEventListener("pointerdown", (event) => {
    const [x, y] = placeIn(node, event);
    const found = event.button ? null : hit(x, y);
    if (!found) return;
    if (slides && event.pointerType === "touch") return (waiting = { found, x, y });
    node.setPointerCapture(event.pointerId);
    begin(found);
    onMove(x, y, held);
  });
  node.addEventListener("pointermove", (event) => {
    if (!held && !waiting && event.pointerType !== "mouse") return;
    const [x, y] = placeIn(node, event);
    if (waiting && Math.abs(x - waiting.x) > Math.max(SLIP, Math.abs(y - waiting.y))) node.setPointerCapture(event.pointerId), begin(waiting.found);
    if (held) onMove(x, y, held);
    else if (!waiting) node.style.cursor = hit(x, y) ? "grab" : "";
  });
  const end = () => held && ((held = null), onEnd?.());
  node.addEventListener("pointerup", (event) => {
    if (waiting) begin(waiting.found), onMove(...placeIn(node, event), held); // a tap
    end();
  });
  node.addEventListener("pointercancel", () => ((waiting = null), end()));
}

// What can be tapped or clicked in a picture: at(x, y) says what stands there, or nothing.
export function tap(node, { at, onTap }) {
  node.addEventListener("click", (event) => {
    const found = at(...placeIn(node, event));
    if (found !== null && found !== undefined) onTap(found);
  });
  node.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && !event.buttons) node.style.cursor = (at(...placeIn(node, event)) ?? null) === null ? "" : "pointer";
  });
}

// A row of buttons that is one stop of the Tab key; arrows, Home and End lead along it.
export function roving(container) {
  const all = () => [...container.querySelectorAll("button")];
  const only = (one) => all().forEach((button) => (button.tabIndex = button === one ? 0 : -1));
  container.addEventListener("focusin", ({ target }) => only(target));
  container.addEventListener("keydown", (event) => {
    const [buttons, at] = [all(), all().indexOf(event.target)];
    const to = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    buttons[clamp(to, 0, buttons.length - 1)].focus();
  });
  return () => only(all()[0]); // when its buttons are new
}

// A row of words, each a button that leads to it, after a few words of what they are; onWord(word) when one is pressed.
export function wordRow(label, onWord) {
  const node = element("div.wm-near", { role: "group", "aria-label": label });
  const renewed = roving(node);
  let shown = null;
  const show = (lead, words) => {
    if (shown === (shown = [lead, ...words].join("\n"))) return;
    const button = (word) => element("button.wm-button", { type: "button", onclick: () => onWord(word) }, word);
    node.replaceChildren(element("span", {}, lead), ...words.map(button));
    renewed();
  };
  return { node, show };
}
