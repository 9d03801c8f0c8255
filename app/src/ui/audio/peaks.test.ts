import { peaksOf, spokenPeaks } from './peaks';

it('finds the loudest sample of each part, relative to the loudest of all', () => {
  expect(peaksOf(new Float32Array([0, 0.25, -0.5, 0.1]), 2)).toEqual([0.5, 1]);
});

it('draws silence as silence', () => {
  expect(peaksOf(new Float32Array(8), 4)).toEqual([0, 0, 0, 0]);
});

it('shows where words are when the sound can not be read', () => {
  const peaks = spokenPeaks(
    [
      { start_s: 0, end_s: 1 },
      { start_s: 3, end_s: 4 },
    ],
    4,
    4,
  );
  expect(peaks.map((peak) => peak > 0.5)).toEqual([true, false, false, true]);
});
