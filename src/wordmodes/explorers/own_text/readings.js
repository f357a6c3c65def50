// What is under way: texts being read, with a bar and a way to stop; and a run of gradient descent.

// tell: {changed(entry), failed(entry, why, known)}, set once the explorer is there; known: only its noise was not found
export function readings(source, tell) {
  const jobs = new Map(); // of each text: its setting and how to stop it
  const label = element("span");
  const bar = element("progress", { max: 1, value: 0, "aria-label": "reading" });
  const [fault, read] = [element("p.wm-fault", { hidden: true }), element("p.wm-note")];
  const [row, stopping] = [element("div.wm-row", { hidden: true }, bar, label), element("button.wm-button", { type: "button", onclick: cancel }, "Cancel")];
  row.append(stopping);
  // one place for what was read, what is under way and what went wrong, so that nothing below it moves
  const node = element("div.wm-reading", {}, row, fault, read);
  const show = () => ([row.hidden, fault.hidden, read.hidden] = [!jobs.size, Boolean(jobs.size) || !fault.textContent, Boolean(jobs.size || fault.textContent)]);

  function end(entry) {
    jobs.delete(entry);
    show();
  }

  function cancel() {
    for (const [entry, { stop, setting }] of [...jobs]) stop(), end(entry), tell.failed(entry, null, entry.setting === setting);
  }

  // Read a text with these settings, unless that is done or under way: its modes, and beside it its noise.
  function want(entry, state) {
    const setting = settingOf(entry, state);
    const known = isRead(entry, state);
    if (jobs.get(entry)?.setting === setting || (known && (entry.tables || entry.edges))) return;
    jobs.get(entry)?.stop();
    const asked = { letters: state.letters, window: state.window };
    const given = entry.given(asked.letters, asked.window);
    if (typeof Worker === "undefined") {
      // no page that must stay alive
      keep(entry, asked, atOnceDone("analyse", given));
      return keepEdges(entry, given.counts ? null : atOnceDone("chance", given).edges);
    }
    const stops = [];
    const job = { setting, stop: () => stops.forEach((stop) => stop()) };
    jobs.set(entry, job);
    fault.textContent = "";
    show();
    let [found, edges] = [known ? entry.data : null, given.counts ? [] : null];
    const arrived = () => {
      if (found && entry.data !== found) keep(entry, asked, found);
      if (found && edges) keepEdges(entry, edges.length ? edges : null), end(entry);
      if (found) tell.changed(entry);
    };
    const failed = (why) => jobs.get(entry) === job && (job.stop(), end(entry), tell.failed(entry, why));
    const value = ({ share, stage }) => {
      bar.value = share;
      label.textContent = `${entry.title}: ${stage}`;
    };
    if (!found) stops.push(start(source, "analyse", given, { value, failed, done: (made) => ((found = made), arrived()) }));
    // the modes' job says what there is to say while it lasts
    const quiet = (report) => found && value(report);
    if (!edges) stops.push(start(source, "chance", given, { value: quiet, failed, done: (made) => ((edges = made.edges), arrived()) }));
  }
  return { node, want, complain: (why) => ((fault.textContent = why), show()), say: (words) => (read.textContent = words), stop: () => [...jobs.values()].forEach(({ stop }) => stop()) };
}

// The button that trains: gradient descent from the start shown, a dot for each record.
export function trainer({ source, asked, changed }) {
  let [run, stop] = [null, null];
  const node = element("button.wm-button.wm-train", { type: "button", onclick: () => (stop ? halt() : go()) }, "Train it here");

  function halt() {
    stop?.();
    stop = null;
    if (run) run.running = false;
    node.textContent = "Train it here";
    changed();
  }

  function go() {
    const { entry, sigma, horizon } = asked();
    const { counts, V, d, eigenvalues, lowest, spread } = entry.data;
    const { flow } = entry;
    const made = (run = { data: entry.data, sigma, horizon, live: true, running: true, times: [], squares: [], loss: [], share: [], rank: [] });
    node.textContent = "Stop training";
    stop = start(source, "train", { counts, V, d, eigenvalues, lowest, spread, normSquared: flow.normSquared, sigma, horizon }, {
      value({ record }) {
        if (!record || made !== run) return;
        made.times.push(record.time);
        made.squares.push(...record.squares);
        made.loss.push(record.loss);
        made.share.push(lossShare(flow, record.loss));
        made.rank.push(effectiveRank(record.squares, 0, d));
        changed();
      },
      done: () => made === run && halt(),
      failed: () => made === run && halt(),
    });
    changed();
  }

  // the run made of this text at this σ; a run of another is stopped
  function of({ data }, sigma) {
    if (run && (run.data !== data || run.sigma !== sigma)) {
      run = null;
      if (stop) stop(), (stop = null), (node.textContent = "Train it here");
    }
    return run;
  }
  return { node, of, end: () => stop?.() };
}
