// Random whole numbers that are the same on every run, from a word: draw(n) gives 0 to n - 1 (mulberry32).
'use strict';
module.exports = (word) => {
  let state = 0;
  for (const c of word) state = (Math.imul(state, 31) + c.charCodeAt(0)) >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
};
