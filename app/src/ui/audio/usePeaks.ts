/** A phone's system gives no samples of a file; the waveform is drawn from the words there. */
export function usePeaks(_bytes: ArrayBuffer | null, _count: number): number[] | null | undefined {
  return null;
}
