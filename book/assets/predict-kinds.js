// The controls of a question, a kind each: what the reader says with them (null: nothing yet), and how far off that is.
// A kind is a function of the form and of its data; a judgement is { right, off, said, mistake }; `reveal` shows the answer to
// whoever has not said one.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
  const rounded = (x, digits) => Number(x.toPrecision(digits));

  function number(x, digits = 3) {
    const text = String(rounded(x, digits)).replace("-", "−");
    const [whole, part] = text.split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (part ? `.${part}` : "");
  }

  function svg(name, attributes, ...children) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function choice(form, { answer }) {
    const radios = [...form.querySelectorAll('input[type="radio"]')];
    const label = (k) => radios[k].nextElementSibling.textContent.trim();
    return {
      missing: "Choose an answer first.",
      get value() {
        const k = radios.findIndex(({ checked }) => checked);
        return k < 0 ? null : k;
      },
      set value(k) { radios[k].checked = true; },
      clear() { for (const radio of radios) radio.checked = false; },
      words: label,
      judge(k) {
        return { right: k === answer, off: null, mistake: k, said: "" };
      },
      reveal() { this.show(answer); },
      show(k) {
        radios.forEach((radio, i) => {
          radio.parentElement.classList.toggle("wm-right", i === answer);
          radio.parentElement.classList.toggle("wm-wrong", i === k && k !== answer);
        });
      },
      hide() { for (const radio of radios) radio.parentElement.classList.remove("wm-right", "wm-wrong"); },
    };
  }

  function scale(form, { answer, low, high, unit, factor, tolerance }) {
    const [slider, typed] = ["range", "text"].map((type) => form.querySelector(`input[type="${type}"]`));
    const whole = [low, high, tolerance].every(Number.isInteger);
    const steps = factor ? 200 : whole ? high - low : 100;
    const snap = (x) => (factor ? rounded(x, 2) : whole ? Math.round(x) : rounded(x, 4));
    const at = (k) => snap(factor ? low * (high / low) ** (k / steps) : low + ((high - low) * k) / steps);
    const place = (x) => Math.round(factor ? (steps * Math.log(x / low)) / Math.log(high / low) : (steps * (x - low)) / (high - low));
    const words = (x) => number(x) + (unit ? ` ${unit}` : "");
    const here = form.querySelector(".wm-here");
    let value = null;
    Object.assign(slider, { min: 0, max: steps, step: 1, value: Math.round(steps / 2) });

    function put(x, write = true) {
      value = x;
      slider.classList.toggle("wm-unset", x === null);
      slider.value = x === null ? Math.round(steps / 2) : place(x);
      slider.setAttribute("aria-valuetext", x === null ? "nothing yet" : words(x));
      if (write) typed.value = x === null ? "" : String(x);
    }
    slider.addEventListener("input", () => put(at(Number(slider.value))));
    // a click on the middle, where the slider stands before it is moved, is an answer too
    slider.addEventListener("click", () => put(at(Number(slider.value))));
    const read = () => {
      const x = typed.value.trim() === "" ? NaN : Number(typed.value.replace(",", ".").replace(/\s/g, ""));
      return Number.isFinite(x) ? clamp(x, low, high) : null;
    };
    typed.addEventListener("input", () => put(read(), false));
    typed.addEventListener("change", () => put(read()));
    put(null);
    return {
      missing: "Move the slider first, or type a number.",
      get value() { return value; },
      set value(x) { put(x); },
      clear: () => put(null),
      words,
      judge(x) {
        const over = factor ? Math.max(x / answer, answer / x) : Math.abs(x - answer);
        const right = over <= tolerance * (1 + 1e-9);
        const way = x > answer ? "high" : "low";
        const far = factor ? `too ${way} by a factor of ${number(over, 2)}` : `${number(over, 2)} too ${way}`;
        return { right, off: over, mistake: way, said: x === answer ? "" : `You said ${words(x)}${right ? "" : `: ${far}`}.` };
      },
      reveal() { this.show(); },
      show() {
        here.hidden = false;
        const share = factor ? Math.log(answer / low) / Math.log(high / low) : (answer - low) / (high - low);
        here.style.setProperty("--share", share);
      },
      hide() { here.hidden = true; },
    };
  }

  function order(form, { answer }) {
    const list = form.querySelector("ol");
    const items = [...list.children];
    const label = (k) => items[k].firstElementChild.textContent.trim();
    const now = () => [...list.children].map((item) => Number(item.dataset.item));
    let touched = false;
    for (const [k, item] of items.entries()) {
      for (const button of item.querySelectorAll("button")) {
        button.lastElementChild.textContent += `: ${label(k)}`;
        button.addEventListener("click", () => {
          const by = Number(button.dataset.by);
          const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
          touched = true;
          if (other) other[by < 0 ? "before" : "after"](item);
          button.focus();
          form.tell(`${label(k)}: place ${now().indexOf(k) + 1} of ${items.length}`);
        });
      }
    }
    return {
      missing: "Move an item first; the order that you find here is not the right one.",
      get value() { return touched ? now() : null; },
      set value(places) {
        touched = true;
        list.append(...places.map((k) => items[k]));
      },
      clear() {
        touched = false;
        list.append(...items);
      },
      words: (places) => places.map(label).join("; "),
      judge(places) {
        const wrong = places.filter((k, i) => k !== answer[i]);
        const said = wrong.length ? `${places.length - wrong.length} of your ${places.length} are in their place.` : "";
        return { right: !wrong.length, off: wrong.length, mistake: wrong[0], said };
      },
      reveal() {
        this.value = answer;
      },
      show(places) {
        places.forEach((k, i) => {
          items[k].classList.add(k === answer[i] ? "wm-right" : "wm-wrong");
          items[k].dataset.place = k === answer[i] ? "" : `place ${answer.indexOf(k) + 1}`;
        });
      },
      hide() {
        for (const item of items) {
          item.classList.remove("wm-right", "wm-wrong");
          delete item.dataset.place;
        }
      },
    };
  }

  function curve(form, { answer, low, high, unit, tolerance, across, up }) {
    const plot = form.querySelector(".wm-plot");
    const xs = answer.map(([x]) => x);
    const ys = xs.map(() => (low + high) / 2);
    // a hundredth of the scale is all that a drawing says
    const words = (y) => number(Number(y.toFixed(Math.max(0, Math.ceil(2 - Math.log10(high - low)))))) + (unit ? ` ${unit}` : "");
    let touched = false, locked = false, shown = false, alone = false, current = 0, width = 0, handles = [];
    const HEIGHT = 270, LEFT = 46, RIGHT = 14, TOP = 32, BOTTOM = 46;
    const px = (i) => LEFT + ((width - LEFT - RIGHT) * i) / (xs.length - 1);
    const py = (y) => TOP + ((HEIGHT - TOP - BOTTOM) * (high - y)) / (high - low);
    const path = (values) => values.map((y, i) => `${i ? "L" : "M"}${px(i).toFixed(1)} ${py(y).toFixed(1)}`).join("");

    function draw() {
      width = plot.clientWidth || 480;
      const focused = handles.includes(document.activeElement);
      const parts = [];
      for (const y of [low, (low + high) / 2, high]) {
        parts.push(svg("line", { class: "wm-grid", x1: LEFT, x2: width - RIGHT, y1: py(y), y2: py(y) }));
        parts.push(svg("text", { x: LEFT - 8, y: py(y) + 4, "text-anchor": "end" }, number(y)));
      }
      const every = Math.ceil((xs.length * 46) / (width - LEFT - RIGHT));
      xs.forEach((x, i) => {
        if (i % every === 0) parts.push(svg("text", { x: px(i), y: HEIGHT - BOTTOM + 18, "text-anchor": "middle" }, number(x, 6)));
      });
      parts.push(svg("text", { x: 0, y: 12 }, unit ? `${up}, ${unit}` : up));
      parts.push(svg("text", { x: (LEFT + width - RIGHT) / 2, y: HEIGHT - 8, "text-anchor": "middle" }, across));
      if (shown) parts.push(svg("path", { class: "wm-measured", d: path(answer.map(([, y]) => y)) }));
      if (!alone) parts.push(svg("path", { class: touched ? "wm-yours" : "wm-yours wm-unset", d: path(ys) }));
      handles = alone ? [] : ys.map((y, i) => svg("circle", {
        class: "wm-point", cx: px(i), cy: py(y), r: 7, role: "slider", tabindex: i === current ? 0 : -1,
        "aria-label": `${up}, at ${number(xs[i], 6)}`, "aria-orientation": "vertical", "aria-valuemin": low,
        "aria-valuemax": high, "aria-valuenow": rounded(y, 3), "aria-valuetext": words(y), "aria-disabled": locked,
      }));
      const drawing = svg("svg", { width, height: HEIGHT, role: "group", "aria-label": `${up}, against ${across}` }, ...parts, ...handles);
      plot.replaceChildren(drawing);
      if (focused) handles[current]?.focus({ preventScroll: true });
    }

    function move(i, y) {
      if (locked) return;
      ys[i] = rounded(clamp(y, low, high), 3);
      touched = true;
      current = i;
      draw();
    }

    let last = null;  // where the pointer was: a fast one passes points between two of its events
    function follow(event) {
      const box = plot.getBoundingClientRect();
      const share = (event.clientX - box.left - LEFT) / (width - LEFT - RIGHT);
      const i = clamp(Math.round(share * (xs.length - 1)), 0, xs.length - 1);
      const y = high - ((event.clientY - box.top - TOP) / (HEIGHT - TOP - BOTTOM)) * (high - low);
      const from = last ?? { i, y };
      const between = Math.abs(i - from.i);
      for (let k = 1; k < between; k++) move(from.i + Math.sign(i - from.i) * k, from.y + ((y - from.y) * k) / between);
      move(i, y);
      last = { i, y };
    }
    plot.addEventListener("pointerdown", (event) => {
      if (locked || event.button) return;
      plot.setPointerCapture(event.pointerId);
      event.preventDefault();
      last = null;
      follow(event);
      handles[current].focus({ preventScroll: true });
    });
    plot.addEventListener("pointermove", (event) => plot.hasPointerCapture(event.pointerId) && follow(event));
    plot.addEventListener("keydown", (event) => {
      const step = (high - low) / 50;
      const by = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step, Home: low - high, End: high - low };
      const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (aside === undefined && !(event.key in by)) return;
      event.preventDefault();
      if (aside === undefined) move(current, ys[current] + by[event.key]);
      else {
        current = clamp(current + aside, 0, xs.length - 1);
        draw();
      }
    });
    new ResizeObserver(() => plot.clientWidth && plot.clientWidth !== width && draw()).observe(plot);
    draw();
    return {
      missing: "Draw your curve first.",
      get value() { return touched ? [...ys] : null; },
      set value(values) {
        alone = false;
        values.forEach((y, i) => (ys[i] = y));
        touched = true;
        draw();
      },
      clear() {
        ys.fill((low + high) / 2);
        touched = false;
        draw();
      },
      words: (values) => values.map((y, i) => `${words(y)} at ${number(xs[i], 6)}`).join("; "),
      judge(values) {
        const gaps = values.map((y, i) => y - answer[i][1]);
        const off = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / gaps.length;
        const worst = gaps.reduce((at, gap, i) => (Math.abs(gap) > Math.abs(gaps[at]) ? i : at), 0);
        const most = `, most at ${number(xs[worst], 6)}, where it is ${words(answer[worst][1])}`;
        const said = `Your curve is off by ${number(off, 2)} on average${off ? most : ""}.`;
        const mistake = gaps.reduce((sum, gap) => sum + gap, 0) > 0 ? "high" : "low";
        return { right: off <= tolerance * (1 + 1e-9), off, mistake, said };
      },
      reveal() {
        alone = true;
        this.show();
      },
      show() {
        shown = true;
        draw();
      },
      hide() {
        shown = alone = false;
        draw();
      },
      lock(on) {
        locked = on;
        draw();
      },
    };
  }

  window.predictionKinds = { choice, number: scale, order, curve };
})();
