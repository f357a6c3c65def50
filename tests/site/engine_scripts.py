"""What is asked of a page in any engine: scripts that run in it, for test_engines.py."""

from conftest import READ
from settings import TOP as EXPLORER_TOP

# What a page says, and what its explorers say that they drew, from before its first script on.
RECORDER = """<script>
window.complaints = [];
localStorage.clear();  // of the visit before
for (const kind of ['debug', 'log', 'info', 'warn', 'error']) {
  const say = console[kind];
  console[kind] = (...said) => (complaints.push(`console ${kind}: ${said.join(' ')}`), say(...said));
}
addEventListener('error', ({ target, message, filename }) => complaints.push(
  target === window ? `page error: ${message} (${filename})` : `failed: ${target.src ?? target.href}`), true);
addEventListener('unhandledrejection', ({ reason }) => complaints.push(`page error: ${reason}`));
document.addEventListener('wordmodes:drawn', ({ detail, target }) => {
  window.drawn = detail;
  (window.roots ??= {})[detail.explorer] = target;
});
</script>"""
READY = f"""() => document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]').length
    === document.querySelectorAll('.wm-widget[data-ready="true"]').length
    && !document.querySelector('.tag_still:not(.wm-drawn)') && {READ}"""
# Everything comes from where the page does.
OUTSIDE = """performance.getEntriesByType('resource').map(({ name }) => name)
    .filter((name) => !name.startsWith(location.origin) && !/^(data|blob):/.test(name))"""
BLANK = """[...document.querySelectorAll('.wm-explorer canvas')].filter((canvas) => canvas.checkVisibility()).filter((canvas) => {
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return pixels.every((pixel) => pixel === pixels[0]);
}).map((canvas) => canvas.getAttribute('aria-label'))"""  # noqa: E501
# Each control that shows, at each choice that leads to more: which changed neither the picture nor what is said of it.
TRY = """async () => {
  const faults = [], tried = [];
  const tell = (control, ...types) => types.forEach((type) => control.dispatchEvent(new Event(type, { bubbles: true })));
  const put = (control, value) => ((control.value = value), tell(control, 'input', 'change'));
  for (const root of document.querySelectorAll('.wm-explorer')) {
    const look = () => root.querySelector('.wm-readout').textContent + [...root.querySelectorAll('canvas')].map(
      (canvas) => canvas.width && canvas.height ? canvas.toDataURL() : '').join();
    const nameOf = (control) => `${root.getAttribute('aria-label')}: ${control.getAttribute('aria-label') ?? control.labels[0].textContent}`;
    const differs = async (before, what) => {
      tried.push(what);
      for (let wait = 0; wait < 60; wait++) {
        if (look() !== before) return;
        await new Promise((done) => setTimeout(done, 50));  // a worker may have to answer first
      }
      faults.push(what);
    };
    const act = async (what, change) => {
      const before = look();
      change();
      await differs(before, what);
    };
    const kinds = {
      async range(slider) {
        const home = slider.value;
        put(slider, slider.min);
        await act(nameOf(slider), () => put(slider, slider.max));
        put(slider, home);
      },
      async 'select-one'(list) {
        if (list.closest('.wm-of-own_text')) return;  // a worker answers: in the test of a pasted text
        const [home, start] = [list.value, look()];
        for (const value of [...list.options].map((option) => option.value).filter((value) => value !== home)) {
          put(list, value);
          if (list.value === value) await differs(start, `${nameOf(list)}: ${value}`);  // or it may not be just now
        }
        put(list, home);
      },
      async checkbox(box) {  // some show when something moves
        const slider = [...root.querySelectorAll('input[type=range]')].find((one) => one.checkVisibility());
        const both = () => {
          const [home, here] = [slider.value, look()];
          put(slider, slider.max);
          const there = look();
          put(slider, home);
          return here + there;
        };
        const before = both();
        box.click();
        tried.push(nameOf(box));
        if (both() === before) faults.push(nameOf(box));
        box.click();
      },
      async text(field) {
        const home = field.value;
        const offers = ['a', 'c', 's', 't'].flatMap((letter) => {
          field.value = letter;
          tell(field, 'input');
          return [...field.list.options].map((option) => option.value);
        });
        field.value = home;
        await act(nameOf(field), () => put(field, offers.find((word) => word.length > 1 && word !== home)));
        put(field, home);
      },
    };
    const done = new Set();
    const sweep = async () => {
      for (const control of root.querySelectorAll('select, input:not([type=radio], [type=file])')) {
        if (done.has(control) || control.disabled || !control.checkVisibility()) continue;
        done.add(control);
        await kinds[control.type](control);
      }
    };
    await sweep();
    for (const group of root.querySelectorAll('fieldset')) {
      const choices = [...group.querySelectorAll('input[type=radio]')];
      const home = choices.find((choice) => choice.checked);
      for (const choice of choices.filter((choice) => choice !== home).concat(home)) {
        if (!group.checkVisibility()) continue;
        await act(nameOf(choice), () => choice.click());
        await sweep();
      }
    }
    for (const play of [...root.querySelectorAll('.wm-play')].filter((button) => button.checkVisibility())) {
      await act(play.textContent, () => play.click());
      play.click();
    }
  }
  return [faults, tried];
}"""  # noqa: E501
FOCUS = """() => {
  const slider = [...document.querySelectorAll('.wm-explorer input[type=range]')].find((one) => one.checkVisibility());
  slider?.focus();
  return !!slider;
}"""
# A held key makes thirty of these in a second.
HOLD = """() => {
  for (let strokes = 0; strokes < 250; strokes++) {
    const key = strokes % 2 ? 'End' : 'Home';
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  }
}"""
# A slider's value in words stands on the line of its label.
UNEVEN = """[...document.querySelectorAll(':is(.wm-slider, .wm-scale) > output')].filter((value) => value.checkVisibility()).filter((value) => {
  const [here, label] = [value, value.previousElementSibling].map((node) => node.getBoundingClientRect().bottom);
  return Math.abs(here - label) > 6;
}).map((value) => value.parentElement.textContent)"""  # noqa: E501
# Each link in the text that sets an explorer leads to it.
LINKS = f"""async () => {{
  const astray = [];
  for (const link of document.querySelectorAll('article a[data-setting]')) {{
    const [key, value] = link.dataset.setting.split(/=(.*)/s);
    link.click();
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const top = ({EXPLORER_TOP})(key);
    if (!(Math.abs(top - 64) < 70) || !location.hash.includes(`${{key}}=`)) astray.push([value, top, location.hash]);
  }}
  return astray;
}}"""
PICTURES = """[...document.querySelectorAll('.wm-explorer canvas')].filter((canvas) => canvas.checkVisibility())
    .map((canvas) => canvas.toDataURL())"""
# What reaches out of the page or of its explorer, and still does when explorers have had time to draw anew.
WIDE = """async () => {
  const wide = () => [document.body, ...document.querySelectorAll('.wm-explorer')]
    .filter((box) => box.scrollWidth > Math.min(box.clientWidth, innerWidth));
  const end = performance.now() + 10000;
  while (wide().length && performance.now() < end) await new Promise(requestAnimationFrame);
  return wide().map((box) => [box.className, box.scrollWidth]);
}"""
# The page by the rules for paper, which an engine's driver cannot ask for; it has to be left afterwards.
PAPER = """() => {
  const turn = (media) => {
    media.mediaText = media.mediaText.replace(/\\bscreen\\b/g, 'not all').replace(/\\bprint\\b/g, 'all');
  };
  const turnAll = (rules) => [...rules].forEach((rule) => {
    if (rule.media) turn(rule.media);
    if (rule.cssRules) turnAll(rule.cssRules);
  });
  dispatchEvent(new Event('beforeprint'));
  for (const sheet of document.styleSheets) turn(sheet.media), turnAll(sheet.cssRules);
  const showing = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length;
  return ['.wm-explorer', '.wm-guess', '.tag_still .wm-figure svg', '.wm-asked'].map(showing);
}"""
