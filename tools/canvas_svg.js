// What a CanvasRecorder has drawn, as SVG elements: words are text elements.

export function elements(drawn) {
  const groups = [];
  for (const { kind, fill, stroke, alpha, width, dash, op, ...thing } of drawn) {
    // a filled dot is a line of no length with round ends: a fifth of the letters that a circle's outline takes
    const round = kind === "dot" && fill;
    const broken = dash?.length ? ` stroke-dasharray="${dash.map(short).join(" ")}"` : "";
    const line = `fill="none" stroke="${stroke ?? fill}" stroke-width="${short(round ? 2 * thing.radius : (width ?? 0))}" `;
    const ink = round ? `${line}stroke-linecap="round"` : fill ? `fill="${fill}"` : `${line}stroke-linejoin="round"${broken}`;
    const style = alpha < 1 ? `${ink} opacity="${+alpha.toFixed(2)}"` : ink;
    if (kind === "text") {
      groups.push({ text: written(thing, style) });
      continue;
    }
    const part = round ? `M${short(thing.x)},${short(thing.y)}h0` : outline(kind, thing);
    const last = groups.at(-1);
    // bars, or dots, look the same drawn one by one or at once: the translucent ones that overlap are small
    const same = last?.style === style && (last.op === op || (fill && kind !== "area" && kind === last.kind));
    if (same) last.parts.add(part);
    else groups.push({ style, op, kind, parts: new Set([part]) });
  }
  return groups.map(({ text, style, parts }) => text ?? `<path d="${[...parts].join("")}" ${style}/>`);
}

const short = (x) => String(+x.toFixed(1) + 0); // no −0
const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

function outline(kind, { points, x, y, radius, across, height }) {
  const r = short(radius ?? 0);
  if (kind === "dot") return `M${short(x - radius)},${short(y)}a${r},${r} 0 1,1 ${short(2 * radius)},0a${r},${r} 0 1,1 ${short(-2 * radius)},0z`;
  if (kind === "line" || kind === "area") return `M${points.map((point) => point.map(short).join(",")).join("L")}${kind === "area" ? "z" : ""}`;
  if (!radius) return `M${short(x)},${short(y)}h${short(across)}v${short(height)}h${short(-across)}z`;
  const turn = (dx, dy) => `a${r},${r} 0 0,1 ${short(dx * radius)},${short(dy * radius)}`;
  const [w, h] = [across - 2 * radius, height - 2 * radius];
  return `M${short(x + radius)},${short(y)}h${short(w)}${turn(1, 1)}v${short(h)}${turn(-1, 1)}h${short(-w)}${turn(-1, -1)}v${short(-h)}${turn(1, -1)}z`;
}

function written({ text, x, foot, align, size, weight, angle }, style) {
  const anchor = { center: ' text-anchor="middle"', right: ' text-anchor="end"', end: ' text-anchor="end"' }[align] ?? "";
  const turned = angle ? ` transform="rotate(${short((180 / Math.PI) * angle)} ${short(x)} ${short(foot)})"` : "";
  return `<text x="${short(x)}" y="${short(foot)}" font-size="${short(size)}"${weight === 400 ? "" : ` font-weight="${weight}"`}${anchor}${turned} ${style}>${escaped(text)}</text>`;
}
