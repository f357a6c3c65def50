// What every explorer shares, fifth part: a link to what it shows, and a stage: the whole screen, in larger type, for a room.

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // a page opened from a file may have no clipboard of its own
    const field = element("textarea", {}, text);
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

// address(): the page's address with all that is set
export function copyButton(address) {
  let timer;
  const button = element("button.wm-tool", { type: "button", onclick: async () => {
    await copy(address());
    button.textContent = "Link copied";
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = "Copy link"), 2000);
  } }, "Copy link");
  return button;
}

export function stageButton(root) {
  const button = element("button.wm-tool", { type: "button", "aria-pressed": "false", onclick: () => stage(!root.classList.contains("wm-stage")) }, "Whole screen");
  function stage(on) {
    root.classList.toggle("wm-stage", on);
    document.documentElement.style.overflow = on ? "hidden" : "";
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Back to the page" : "Whole screen";
    document[on ? "addEventListener" : "removeEventListener"]("keydown", keys);
    button.scrollIntoView({ block: "nearest" });
  }
  // of a group of radio buttons Tab reaches the one that is chosen
  const stops = (one) => one.type !== "radio" || one.checked || !root.querySelector(`input[name="${one.name}"]:checked`);
  // wherever the focus is: what lies behind can't be seen
  function keys(event) {
    if (event.key === "Escape" || !root.isConnected) return stage(false), button.focus();
    if (event.key !== "Tab") return;
    const all = [...root.querySelectorAll("button, input, select, textarea, a[href], [tabindex]")].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && stops(one));
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    const { activeElement } = document;
    if (activeElement !== from && activeElement !== document.body && root.contains(activeElement)) return;
    event.preventDefault();
    to.focus();
  }
  return button;
}
