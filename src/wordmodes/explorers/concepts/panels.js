// The concepts explorer's pictures: the words at a mode's ends, all modes against time, one word.

const colourOf = (theme, k) => theme.modes[k % theme.modes.length];
const nameOf = (theme, k) => theme.names[k % theme.names.length];

// ---- the words at the two ends: - to the left, + to the right, bars as long as the loadings
const ROW = 20;
export const endsHeight = (n) => 26 + ROW * n;

export function drawEnds(ctx, theme, width, { plus, minus }, k) {
  const middle = Math.round(width / 2);
  const most = Math.max(...[...plus, ...minus].map(({ loading }) => Math.abs(loading)));
  const room = middle - 46;
  const sides = [
    { end: minus, way: -1, colour: theme.faint, name: theme.ink, title: "− end" },
    { end: plus, way: 1, colour: colourOf(theme, k), name: nameOf(theme, k), title: "+ end" },
  ];
  ctx.textBaseline = "middle";
  // a font is dear to set: each of the three once
  const each = (font, act) => {
    ctx.font = font;
    for (const side of sides) act(side, side.way > 0 ? ["left", "right"] : ["right", "left"]);
  };
  each(theme.font(12, 600), ({ way, name, title }, [near]) => {
    ctx.textAlign = near;
    text(ctx, name, title, middle + 8 * way, 10);
  });
  each(theme.font(13), ({ end, way, colour }, [near]) => {
    ctx.textAlign = near;
    end.forEach(({ word, loading }, i) => {
      const y = 26 + ROW * i;
      const long = (Math.abs(loading) / most) * room;
      ctx.globalAlpha = 0.28;
      ctx.fillStyle = colour;
      ctx.fillRect(way > 0 ? middle + 2 : middle - 2 - long, y, long, ROW - 4);
      ctx.globalAlpha = 1;
      text(ctx, theme.ink, shorten(ctx, word, room - 10), middle + 8 * way, y + 8.5);
    });
  });
  each(theme.font(11), ({ end, way }, [, far]) => {
    ctx.textAlign = far;
    text(ctx, theme.faint, "loading", middle + (middle - 2) * way, 10);
    end.forEach(({ loading }, i) => text(ctx, theme.faint, loading.toFixed(3).replace("-", "−"), middle + (middle - 2) * way, 34.5 + ROW * i));
  });
  line(ctx, theme.faint, middle + 0.5, 22, middle + 0.5, 26 + ROW * plus.length - 4);
}

// The word in the lists at a point of the picture, or null.
export function endAt({ plus, minus }, width, x, y) {
  return (x < Math.round(width / 2) ? minus : plus)[Math.floor((y - 26) / ROW)]?.word ?? null;
}

function shorten(ctx, word, room) {
  if (ctx.measureText(word).width <= room) return word;
  let kept = [...word];
  while (kept.length > 1 && ctx.measureText(`${kept.join("")}…`).width > room) kept = kept.slice(0, -1);
  return `${kept.join("")}…`;
}

// ---- every mode's rise to its eigenvalue
const TIME = { left: 40, right: 34, top: 24, bottom: 46 };
const TICK = 9; // the height of a half-rise's mark
export const timeHeight = (width) => (width < 420 ? 210 : 236);
export const timeScale = (width, tMax) => linear([0, tMax], [TIME.left, width - TIME.right]);

// What neither time nor the mode changes: axes, all curves, all marks, as a picture to draw upon.
export function drawCurves(theme, width, data, { halves, tMax }, sigma) {
  const height = timeHeight(width);
  const floor = height - TIME.bottom;
  const x = timeScale(width, tMax);
  const y = linear([0, 1.06 * data.eigenvalues[0]], [floor, TIME.top]);
  const curve = (k) => {
    const path = new Path2D();
    const lam = data.eigenvalues[k];
    path.moveTo(x(0), y(0));
    for (let v = -3; v <= 3.01; v += 0.25) {
      const t = halves[k] + v / lam;
      if (t > 0 && t < tMax) path.lineTo(x(t), y(risen(data, k, t, sigma)));
    }
    path.lineTo(x(tMax), y(risen(data, k, tMax, sigma)));
    return path;
  };
  const curves = data.eigenvalues.map((_, k) => curve(k));
  const ratio = window.devicePixelRatio || 1;
  const image = element("canvas", { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const ctx = image.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.font = theme.font(11);
  const [x0, x1] = x.range;
  axisY(ctx, theme, y, x0, { values: ticks(0, y.domain[1], 4), to: x1 });
  const unit = linear([0, tMax * data.eigenvalues[0]], x.range);
  axisX(ctx, theme, unit, floor + TICK, { values: ticks(0, unit.domain[1], width < 420 ? 4 : 7), label: "time, in units of 1/λ₁" });
  ctx.lineJoin = "bevel";
  curves.forEach((path, k) => {
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colourOf(theme, k);
    ctx.lineWidth = 1.3;
    ctx.stroke(path);
    ctx.globalAlpha = 1;
    line(ctx, colourOf(theme, k), x(halves[k]), floor + 1, x(halves[k]), floor + TICK, 1.6); // when it is half-learned
  });
  return { curves, image, x, y, width, height, theme };
}

export function drawTimes(ctx, theme, made, data, now, k) {
  const { curves, image, x, y, width, height } = made;
  const [x0, x1] = x.range;
  const floor = height - TIME.bottom;
  const at = Math.round(x(now.t)) + 0.5;
  if (image.width) ctx.drawImage(image, 0, 0, width, height);
  ctx.globalAlpha = VEIL;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(at, TIME.top - 6, x1 - at + 1, floor - TIME.top + 5);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colourOf(theme, k);
  ctx.lineJoin = "bevel";
  ctx.lineWidth = 3.2;
  ctx.stroke(curves[k]);

  ctx.font = theme.font(11);
  const noise = data.edge === null ? -Infinity : Math.round(y(Math.min(data.edge, y.domain[1]))) + 0.5;
  if (data.edge !== null) {
    const below = noise - TIME.top < 18;
    dashed(ctx, [5, 4], () => line(ctx, theme.ink, x0, noise, x1, noise, 1.2));
    ctx.textAlign = "left";
    ctx.textBaseline = below ? "top" : "bottom";
    text(ctx, theme.ink, "noise reaches up to here", x0 + 4, noise + (below ? 3 : -3), theme.ground);
  }
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  text(ctx, theme.ink, "how far each mode has risen, s² (tap one)", x0 - 30, 13);

  const [half, lam] = [x(now.clock.halves[k]), data.eigenvalues[k]];
  line(ctx, colourOf(theme, k), half, floor - 1, half, floor + TICK + 3, 3.5);
  disc(ctx, colourOf(theme, k), half, y(lam / 2), 4.6, theme.ground);
  ctx.font = theme.font(11, 600);
  ctx.textBaseline = "middle";
  const side = half < (x0 + x1) / 2 ? 1 : -1;
  ctx.textAlign = side > 0 ? "left" : "right";
  const level = y(lam / 2) > noise - 24 && y(lam / 2) < noise + 11 ? noise + 11 : y(lam / 2); // off the line and its name
  text(ctx, nameOf(theme, k), `half-learned at ${number(now.clock.halves[k] * data.eigenvalues[0])}`, half + 9 * side, level, theme.ground);
  ctx.textAlign = "left";
  text(ctx, nameOf(theme, k), `λ${lowered(k + 1)}`, x1 + 5, y(lam), theme.ground);
  line(ctx, theme.ink, at, TIME.top - 4, at, floor, 1.3);
  disc(ctx, theme.ink, at, TIME.top - 4, 3.4);
}

// The mode whose curve is nearest to a point of the picture, sideways; below the axis, the nearest mark.
export function modeAt(data, { halves, tMax }, sigma, width, px, py) {
  const x = timeScale(width, tMax);
  const height = timeHeight(width);
  const y = linear([0, 1.06 * data.eigenvalues[0]], [height - TIME.bottom, TIME.top]);
  const level = y.invert(py);
  let [best, least] = [0, Infinity];
  data.eigenvalues.forEach((lam, k) => {
    // where its curve passes that height; above its end it is as far as the curve is below
    const share = clamp(py > height - TIME.bottom ? 0.5 : level / lam, 0.02, 0.98);
    const across = Math.abs(x(halves[k] + Math.log(share / (1 - share)) / (2 * lam)) - px);
    const distance = Math.hypot(across, Math.max(0, y(lam) - py));
    if (distance < least) [best, least] = [k, distance];
  });
  return best;
}

// ---- one word, taken apart: a bar a mode, filled as far as it has grown
const WORD = { left: 12, right: 12, top: 26, bottom: 18 };
export const WORD_HEIGHT = 100;
export const wordScale = (width, K) => linear([0.5, K + 0.5], [WORD.left, width - WORD.right]);

export function drawWord(ctx, theme, width, data, now, k) {
  const { final, grown, word } = now;
  const x = wordScale(width, data.K);
  const step = (x.range[1] - x.range[0]) / data.K;
  const most = Math.max(...final.map(Math.abs), 1e-9);
  const y = linear([-most, most], [WORD_HEIGHT - WORD.bottom, WORD.top]);
  const wide = Math.max(2, step - 2);
  for (let m = 0; m < data.K; m++) {
    const left = x(m + 1) - wide / 2;
    ctx.fillStyle = colourOf(theme, m);
    ctx.globalAlpha = 0.25;
    ctx.fillRect(left, y(0), wide, y(final[m]) - y(0));
    ctx.globalAlpha = 1;
    ctx.fillRect(left, y(0), wide, y(grown[m]) - y(0));
  }
  line(ctx, theme.faint, x.range[0], Math.round(y(0)) + 0.5, x.range[1], Math.round(y(0)) + 0.5);
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.4;
  ctx.strokeRect(x(k + 1) - step / 2 - 0.5, WORD.top - 4, step + 1, WORD_HEIGHT - WORD.bottom - WORD.top + 8);
  ctx.font = theme.font(12, 600);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  text(ctx, theme.ink, shorten(ctx, `“${word}”, mode by mode`, width - 20), WORD.left, 13);
  ctx.font = theme.font(11);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (let m = 1; m <= data.K; m++) {
    if ((m === 1 || m % 5 === 0) && (m === k + 1 || Math.abs(m - k - 1) * step > 18)) text(ctx, theme.faint, String(m), x(m), WORD_HEIGHT - 13);
  }
  ctx.font = theme.font(11, 650);
  text(ctx, nameOf(theme, k), String(k + 1), x(k + 1), WORD_HEIGHT - 13);
}
