// Random numbers from a seed, the same in every browser: the generator sfc32 (C. Doty-Humphrey, PractRand), 32 bits at a
// time. numpy draws otherwise; what is compared with the library is compared given these numbers.

export function random32(seed) {
  let [a, b, c, count] = [seed >>> 0, 0x6f6e6520, 0x74657874, 1];
  const next = () => {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i++) next(); // until the seed has reached every bit
  return next;
}

// Numbers from 0 to 1, 1 left out, of 53 bits.
export function uniform(seed) {
  const next = random32(seed);
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

// n numbers from N(0, 1), by Box and Muller (1958).
export function normals(n, seed) {
  const draw = uniform(seed);
  const made = new Float64Array(n);
  for (let i = 0; i < n; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    made[i] = radius * Math.cos(angle);
    if (i + 1 < n) made[i + 1] = radius * Math.sin(angle);
  }
  return made;
}

// A start for an embedding of d columns, row after row: N(0, 1/d), so that a row's length is about 1; times σ it is that of
// the initialisation scale σ.
export function startOf(V, d, seed = 0) {
  return normals(V * d, seed).map((x) => x / Math.sqrt(d));
}

// Deal items out anew, in place (Fisher and Yates). It yields the share that is done.
export function* shuffle(items, seed) {
  const draw = uniform(seed);
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    const kept = items[i];
    items[i] = items[j];
    items[j] = kept;
    if (i % 65536 === 0) yield 1 - i / items.length;
  }
}
