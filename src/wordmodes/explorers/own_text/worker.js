// Work beside the page: in a worker made from this very module, so that nothing is fetched and the page never waits. Where
// a browser refuses a worker, the page takes the same steps itself, a few milliseconds at a time.

const JOBS = { analyse, chance, train };
const NAME = "wordmodes";
const [SLICE_MS, REPORT_MS] = [12, 60];

let refused = false;
export const workerRefused = () => refused;

const reason = (error) => (error instanceof Refusal ? error.message : `could not be worked through (${error.message}).`);

// ---- in the worker
if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope && globalThis.name === NAME) {
  globalThis.onmessage = ({ data: { job, given } }) => {
    let told = 0;
    try {
      const work = JOBS[job](given);
      for (;;) {
        const { value, done } = work.next();
        if (done) return globalThis.postMessage({ done: true, value });
        if (value.share !== undefined && performance.now() - told < REPORT_MS) continue;
        told = performance.now();
        globalThis.postMessage({ value });
      }
    } catch (error) {
      globalThis.postMessage({ failed: reason(error) });
    }
  };
  globalThis.postMessage({ ready: true });
}

// ---- in the page
// A page opened from a file may start a classic worker, and no module: the same text, without its exports.
const classic = (source) => `"use strict";\n${source.replace(/^export default .*$/gm, "").replace(/^export /gm, "")}`;

// Start a job. tell: {value(value), done(value), failed(why)}. → a function that stops it
export function start(source, job, given, tell) {
  if (refused) return inSlices(job, given, tell);
  let stop = () => {};
  const withoutWorker = () => ((refused = true), (stop = inSlices(job, given, tell)));
  try {
    const address = URL.createObjectURL(new Blob([classic(source)], { type: "text/javascript" }));
    const worker = new Worker(address, { name: NAME });
    let ready = false;
    const end = () => (worker.terminate(), URL.revokeObjectURL(address));
    stop = end;
    worker.onerror = (event) => {
      event.preventDefault();
      end();
      ready ? tell.failed("could not be worked through.") : withoutWorker();
    };
    worker.onmessage = ({ data }) => {
      if (data.ready) ready = true;
      else if (data.failed) end(), tell.failed(data.failed);
      else if (data.done) end(), tell.done(data.value);
      else tell.value(data.value);
    };
    worker.postMessage({ job, given });
  } catch {
    withoutWorker();
  }
  return () => stop();
}

function inSlices(job, given, tell) {
  const work = JOBS[job](given);
  let timer = setTimeout(slice);
  function slice() {
    const until = performance.now() + SLICE_MS;
    try {
      do {
        const { value, done } = work.next();
        if (done) return tell.done(value);
        if (value.share === undefined || performance.now() >= until) tell.value(value);
      } while (performance.now() < until);
    } catch (error) {
      return tell.failed(reason(error));
    }
    timer = setTimeout(slice);
  }
  return () => clearTimeout(timer);
}

// All of it now, for where there is no page to keep alive.
export function atOnceDone(job, given) {
  const work = JOBS[job](given);
  for (;;) {
    const { value, done } = work.next();
    if (done) return value;
  }
}
