// Run in the book that make_pdf.py prints: no page is to be more than a third empty but at the end of a part.
// A part is laid out in columns of a page's size, which the browser fills as it fills pages. Where a column is left too
// empty, what begins the next one is made smaller, broken, or let past by the text behind it, as TeX lets figures float.
(() => {
  const MM = 96 / 25.4, [HIGH, STEP] = [255 * MM, 274 * MM], EMPTY = HIGH / 3;
  const BREAKABLE = 'pre, table, .admonition, .wm-claim, .wm-entry, dl, .highlight, .cell_input, .cell_output';

  const inline = (node) => getComputedStyle(node).display.startsWith('inline');
  const shown = (node) => node.getClientRects().length > 0;

  // What is not divided further: blocks of text, formulas and pictures, in their order.
  function leaves(part) {
    const found = new Set();
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, {
      acceptNode(node) {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
        if (!node.matches('svg, img, mjx-container')) return NodeFilter.FILTER_SKIP;
        if (node.matches('svg, img') || !inline(node)) found.add(node);
        return NodeFilter.FILTER_REJECT;
      },
    });
    while (walker.nextNode()) {
      let block = walker.currentNode.parentElement;
      while (block !== part && inline(block)) block = block.parentElement;
      found.add(block);
    }
    return [...found].filter(shown);
  }

  // For each column where its contents end, and the first leaf in it.
  function columns(part, all) {
    const { left, top } = part.getBoundingClientRect();
    const found = [];
    for (const leaf of all) {
      [...leaf.getClientRects()].forEach((box, place) => {
        const at = Math.max(0, Math.floor((box.left - left) / STEP + 0.15));
        found[at] ??= { end: 0 };
        found[at].end = Math.max(found[at].end, box.bottom - top);
        if (!place && !(box.top - top >= found[at].top)) Object.assign(found[at], { top: box.top - top, leaf });
      });
    }
    return Array.from(found, (column) => column ?? { end: 0 });
  }

  const glued = (node) => node.matches('h1, h2, h3, h4, h5, h6, summary, dt, .admonition-title');

  // What can't be broken and so begins the next column, with the headings before it skipped.
  function culprit(part, all, first) {
    const leaf = all.slice(all.indexOf(first)).find((node) => !glued(node));
    let whole = leaf;
    for (let node = leaf; node && node !== part; node = node.parentElement) {
      if (getComputedStyle(node).breakInside === 'avoid') whole = node;
    }
    return whole;
  }

  function shrink(block, room, least) {
    const picture = [...block.querySelectorAll('.wm-figure > div')].find(shown);
    if (!picture) return false;
    const { height } = picture.getBoundingClientRect();
    const wanted = height - (block.getBoundingClientRect().height - room) - 8;
    if (wanted / height < least || wanted >= height) return false;
    picture.style.width = `${(parseFloat(getComputedStyle(picture).width) * wanted) / height}px`;
    return true;
  }

  // The block alone, behind what stands with it in its cell, as a child of its section.
  function afloat(block) {
    let piece = block;
    while (!piece.parentElement.matches('section, .wm-page, .solution')) {
      const around = piece.parentElement;
      if (around.matches('.admonition, li, td, details')) return null;
      const rest = around.cloneNode(false);
      rest.removeAttribute('id');
      let next = piece;
      const tail = [];
      while (next) { tail.push(next); next = next.nextSibling; }
      if (piece === around.firstElementChild) { piece = around; continue; }
      rest.append(...tail);
      around.after(rest);
      piece = rest;
    }
    return piece;
  }

  function letPast(block) {
    const piece = afloat(block);
    const next = piece?.nextElementSibling;
    if (!next || next.matches('section, h1, h2, h3, h4') || next.querySelector('figure, .wm-figure')) return false;
    piece.before(next);
    return true;
  }

  function settle(part, log) {
    let all = leaves(part), column = 0;
    const tried = new Map();
    for (let step = 0; step < 500; step++) {
      const now = columns(part, all);
      if (column >= now.length - 1) return now.length;
      const room = HIGH - now[column].end;
      const block = room > EMPTY && now[column + 1].leaf ? culprit(part, all, now[column + 1].leaf) : null;
      if (!block) { column++; continue; }
      const times = tried.get(block) ?? 0;
      tried.set(block, times + 1);
      const figure = block.querySelector('.wm-figure');
      const done = figure
        ? shrink(block, room, 0.75) || (times < 12 && letPast(block)) || shrink(block, room, 0.6)
        : !block.matches('.wm-may-break') && (block.classList.add('wm-may-break'), true);
      if (!done) { log.push([part.id, column, Math.round((room / HIGH) * 100), block.outerHTML.slice(0, 200)]); column++; }
      else all = leaves(part);
    }
    throw new Error(`${part.id} doesn't settle`);
  }

  const log = [];
  let page = 2; // after the cover
  const starts = new Map(), numbers = [];
  const parts = [...document.querySelectorAll('.wm-page')];
  for (const part of parts) {
    part.classList.add('wm-columns');
    const count = settle(part, log);
    const { left } = part.getBoundingClientRect();
    for (const place of [part, ...part.querySelectorAll('[id]')]) {
      const box = place.getClientRects()[0];
      if (box) starts.set(place.id, page + Math.max(0, Math.floor((box.left - left) / STEP + 0.15)));
    }
    part.classList.remove('wm-columns');
    page += count;
  }
  for (const number of document.querySelectorAll('.wm-on')) {
    const there = decodeURIComponent(number.closest('a').hash.slice(1));
    number.textContent = starts.get(there) ?? '?';
  }
  return { pages: page - 1, starts: Object.fromEntries(starts), log };
})();
