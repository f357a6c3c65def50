// Runs the page's anywidgets (anywidget.dev/en/afm) from the state stored in the notebook: no kernel, no server, no
// other site. A widget sees model.isStatic === true here, and an el with the class wm-static.
(() => {
  "use strict";
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

  function decode(base64) {
    return new DataView(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer);
  }

  class Model {
    constructor({ state, buffers = [] }) {
      this.isStatic = true;
      this.values = { ...state };
      this.listeners = new Map();
      for (const { path, data } of buffers) {
        const parent = path.slice(0, -1).reduce((at, key) => at[key], this.values);
        parent[path.at(-1)] = decode(data);
      }
    }
    get(name) { return this.values[name]; }
    set(name, value) {
      const changes = typeof name === "string" ? { [name]: value } : name;
      const changed = Object.keys(changes).filter((key) => this.values[key] !== changes[key]);
      Object.assign(this.values, changes);
      for (const key of changed) this.emit(`change:${key}`, this, this.values[key]);
      if (changed.length) this.emit("change", this);
    }
    on(events, callback) {
      for (const event of events.split(" ")) {
        if (!this.listeners.has(event)) this.listeners.set(event, new Set());
        this.listeners.get(event).add(callback);
      }
    }
    off(events, callback) {
      for (const event of events?.split(" ") ?? [...this.listeners.keys()]) {
        if (callback) this.listeners.get(event)?.delete(callback);
        else this.listeners.delete(event);
      }
    }
    emit(event, ...values) {
      for (const callback of [...(this.listeners.get(event) ?? [])]) callback(...values);
    }
    save_changes() {}  // nobody listens
    send() {}
  }

  // One module for each source text, however many widgets share it.
  const modules = new Map();
  function load(source) {
    if (!modules.has(source)) {
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      modules.set(source, import(address).then(async (module) => {
        const widget = module.default ?? module;
        return typeof widget === "function" ? widget() : widget;
      }));
    }
    return modules.get(source);
  }

  const styles = new Set();
  function style(text) {
    if (!text || styles.has(text)) return;
    styles.add(text);
    document.head.append(Object.assign(document.createElement("style"), { textContent: text }));
  }

  async function show(script, models) {
    const id = JSON.parse(script.textContent).model_id;
    const entry = models.get(id);
    if (!entry) throw new Error(`the page holds no state for widget ${id}`);
    style(entry.model.get("_css"));
    const widget = await load(entry.model.get("_esm"));
    const experimental = { invoke: () => Promise.reject(new Error("there is no kernel behind this page")) };
    entry.ready ??= Promise.resolve(widget.initialize?.({ model: entry.model, experimental }));
    await entry.ready;
    const el = document.createElement("div");
    el.className = "wm-widget wm-static";
    if (entry.model.get("key")) el.dataset.key = entry.model.get("key");  // what an address calls it
    // The cell tagged 'still' that comes next holds the figure: its number, its caption, and a picture of what this one
    // shows, until it has drawn, and if it never does. This one stands in the figure.
    const still = script.closest(".cell")?.nextElementSibling;
    const figure = still?.matches(".tag_still") ? still.querySelector("figure") : null;
    if (figure) figure.prepend(el);
    else script.before(el);
    el.addEventListener("wordmodes:drawn", () => still?.matches(".tag_still") && still.classList.add("wm-drawn"), { once: true });
    await widget.render?.({ model: entry.model, el, experimental });
    el.dataset.ready = "true";
  }

  async function start() {
    const stored = document.querySelector(STATE);
    if (!stored) return;
    const models = new Map();
    for (const [id, entry] of Object.entries(JSON.parse(stored.textContent).state)) {
      if (entry.state._esm) models.set(id, { model: new Model(entry) });
    }
    await Promise.all([...document.querySelectorAll(VIEW)].map((script) => show(script, models).catch(console.error)));
  }

  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
    else resolve();
  });
  window.widgetsShown = parsed.then(start);
})();
