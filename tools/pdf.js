// Run in the book that make_pdf.py prints: no page is to be more than a third empty but at the end of a part.
// A part is laid out in columns of a page's size, which the browser fills as it fills pages. Where a column is left too
// empty, what begins the next one is made smaller, broken, or let past by the text behind it, as TeX lets figures float.
// A draft then shows where paper breaks otherwise.
(() => {
  const HIGH = 964, STEP = 1000, EMPTY = 0.25 * HIGH; // less than a third, with what frames and margins take

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

  const at = (box, left) => Math.max(0, Math.floor((box.left - left) / STEP + 0.15)); // which column

  // For each column where its contents end, and the first leaf in it.
  function columns(part, all) {
    const { left, top } = part.getBoundingClientRect();
    const found = [];
    for (const leaf of all) {
      [...leaf.getClientRects()].forEach((box, place) => {
        const column = (found[at(box, left)] ??= { end: 0 });
        column.end = Math.max(column.end, box.bottom - top);
        column.start = Math.min(column.start ?? Infinity, box.top - top);
        if (!place && !(box.top - top >= column.top)) Object.assign(column, { top: box.top - top, leaf });
      });
    }
    return Array.from(found, (column) => column ?? { end: 0 });
  }

  const glued = (node) => getComputedStyle(node).breakAfter === 'avoid';

  // What can't be broken and so begins the next column; a heading before it is not to blame.
  function culprit(part, all, first) {
    const leaf = all.slice(all.indexOf(first)).find((node) => !glued(node));
    let whole = leaf;
    for (let node = leaf; node && node !== part; node = node.parentElement) {
      if (getComputedStyle(node).breakInside === 'avoid') whole = node;
    }
    return whole;
  }

  // Makes a figure smaller, so that its block fits into the room, but not below `least` of its height.
  function shrink(block, room, least) {
    const picture = [...block.querySelectorAll('.wm-figure > div')].find(shown);
    if (!picture) return false;
    const { height } = picture.getBoundingClientRect();
    const wanted = height - (block.getBoundingClientRect().height - room) - 8;
    if (wanted / height < least || wanted >= height) return false;
    picture.style.width = `${(parseFloat(getComputedStyle(picture).width) * wanted) / height}px`;
    return true;
  }

  // The block and what follows it in its cell, as a child of the section; nothing where it belongs to a list or a box.
  function afloat(block) {
    let piece = block;
    while (!piece.parentElement.matches('section, .wm-page, .solution')) {
      const around = piece.parentElement;
      if (around.matches('.admonition, li, td, details')) return null;
      if (piece === around.firstElementChild) {
        piece = around;
        continue;
      }
      const rest = around.cloneNode(false);
      rest.removeAttribute('id');
      around.after(rest);
      while (piece.nextSibling) rest.prepend(around.lastChild); // down to what follows the piece
      rest.prepend(piece);
      piece = rest;
    }
    return piece;
  }

  // Lets what stands behind a figure go before it: text, code, a box, but neither a heading nor another figure.
  function letPast(block) {
    const piece = afloat(block);
    const next = piece?.nextElementSibling;
    if (!next || next.matches('section, h1, h2, h3, h4') || next.querySelector('figure, .wm-figure')) return false;
    piece.before(next);
    return true;
  }

  // What begins a column whole, which paper may find room for a page before, by a hair.
  function begins(part, all, now) {
    return now.flatMap(({ leaf, top, start }, column) => {
      const block = column && leaf && top === start ? culprit(part, all, leaf) : null;
      return block && getComputedStyle(block).breakInside === 'avoid' ? [{ part, block, column }] : [];
    });
  }

  // Goes through the columns from the first; returns how many there are in the end, and what begins them.
  function settle(part) {
    let all = leaves(part), column = 0;
    const tried = new Map();
    for (let step = 0; step < 500; step++) {
      const now = columns(part, all);
      if (column >= now.length - 1) return { count: now.length, begun: begins(part, all, now) };
      const room = HIGH - now[column].end;
      const block = room > EMPTY && now[column + 1].leaf ? culprit(part, all, now[column + 1].leaf) : null;
      if (!block) { column++; continue; }
      const times = tried.get(block) ?? 0;
      tried.set(block, times + 1);
      const figure = block.matches('.wm-figure') || block.querySelector('.wm-figure');
      const done = figure
        ? shrink(block, room, 0.75) || (times < 12 && letPast(block)) || shrink(block, room, 0.55)
        : !block.matches('.wm-may-break') && (block.classList.add('wm-may-break'), true);
      if (done) all = leaves(part);
      else column++;
    }
    throw new Error(`${part.id} doesn't settle`);
  }

  const number = (pages) => {
    let changed = 0;
    for (const place of document.querySelectorAll('.wm-on')) {
      const page = pages[decodeURIComponent(place.closest('a').hash.slice(1))];
      if (page && place.textContent !== String(page)) [place.textContent, changed] = [page, changed + 1];
    }
    return changed;
  };

  // Holds back what a print has on an earlier page than its column: what stands behind it was settled with it there.
  const hold = (pages) => {
    const early = begun.filter(({ part, block, column }) => pages[block.id] - pages[part.id] < column);
    const free = early.filter(({ block }) => block.style.breakBefore !== 'page');
    for (const { block } of free) block.style.breakBefore = 'page';
    return free.length;
  };

  const pages = {}, begun = [], links = document.createElement('p'); // only what a link leads to has a place in a print
  let first = 2; // behind the cover
  for (const part of document.querySelectorAll('.wm-page')) {
    part.classList.add('wm-columns');
    const settled = settle(part);
    begun.push(...settled.begun);
    const { left } = part.getBoundingClientRect();
    for (const place of [part, ...part.querySelectorAll('[id]')]) {
      const [box] = place.getClientRects();
      if (box) pages[place.id] = first + at(box, left);
    }
    part.classList.remove('wm-columns');
    first += settled.count;
  }
  number(pages);
  begun.forEach(({ part, block }, place) => {
    block.id ||= `begun-${place}`;
    links.innerHTML += `<a href="#${block.id}">.</a><a href="#${part.id}">.</a> `;
  });
  links.style.cssText = 'position: absolute; top: 0; height: 10px; font-size: 1px;';
  document.querySelector('.wm-cover').append(links);
  Object.assign(window, { number, hold, links });
})();
