import { contrast } from './contrast';
import { dark, light, type Palette } from './palette';

const schemes: [string, Palette][] = [
  ['light', light],
  ['dark', dark],
];

/** Every pair of text and ground that a component uses. */
const texts: [keyof Palette, (keyof Palette)[]][] = [
  ['text', ['page', 'surface', 'sunken', 'hover', 'accentSoft', 'warmSoft', 'coolSoft', 'dangerSoft']],
  ['muted', ['page', 'surface', 'sunken', 'hover']],
  ['accent', ['page', 'surface', 'hover']],
  ['onAccent', ['accent', 'accentHover']],
  ['accentText', ['accentSoft', 'surface', 'page']],
  ['danger', ['page', 'surface', 'dangerSoft']],
  ['onDanger', ['danger']],
  ['warm', ['page', 'surface', 'warmSoft']],
  ['cool', ['page', 'surface', 'coolSoft']],
];

const edges: [keyof Palette, (keyof Palette)[]][] = [
  ['edge', ['surface', 'page']],
  ['accent', ['surface', 'page', 'sunken']],
  ['focus', ['surface', 'page', 'sunken']],
];

describe.each(schemes)('the %s palette', (_, palette) => {
  it.each(texts)('%s can be read on its grounds', (ink, grounds) => {
    for (const ground of grounds) {
      expect({ ground, readable: contrast(palette[ink], palette[ground]) >= 4.5 }).toEqual({ ground, readable: true });
    }
  });

  it.each(edges)('%s can be told from its grounds', (ink, grounds) => {
    for (const ground of grounds) {
      expect({ ground, visible: contrast(palette[ink], palette[ground]) >= 3 }).toEqual({ ground, visible: true });
    }
  });
});

it('gives black on white the ratio that WCAG names', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
});
