/** Peaks: how loud each of a number of equal parts of a recording is, 0 to 1, for drawing its waveform. */

interface Spoken {
  start_s: number;
  end_s: number;
}

/** The largest sample of each part, the loudest part being 1. Sampled sparsely: at a bar's width nobody sees the rest. */
export function peaksOf(samples: Float32Array, count: number): number[] {
  const part = samples.length / count;
  const stride = Math.max(1, Math.floor(part / 400));
  const peaks = Array.from({ length: count }, (_, at) => {
    let peak = 0;
    for (let place = Math.floor(at * part); place < (at + 1) * part; place += stride)
      peak = Math.max(peak, Math.abs(samples[place] ?? 0));
    return peak;
  });
  const loudest = Math.max(...peaks, 1e-6);
  return peaks.map((peak) => peak / loudest);
}

/** Where the sound itself can not be read: where words are, and where none are. */
export function spokenPeaks(words: readonly Spoken[], durationS: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => {
    const from = (at / count) * durationS;
    const to = ((at + 1) / count) * durationS;
    return words.some((word) => word.start_s < to && word.end_s > from) ? 0.55 : 0.06;
  });
}
