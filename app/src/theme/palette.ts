/**
 * Palette: the colours of one colour scheme, by what they are for and never by what they look like.
 *
 * There is one accent, a deep green. `warm` and `cool` exist only to tell fillers from pauses; `danger` only for
 * harm. `palette.test.ts` holds every pair that carries text to WCAG 2.2 AA (4.5 : 1) and every edge that carries
 * meaning to 3 : 1.
 */
export interface Palette {
  /** The page. */
  page: string;
  /** Cards, the rail, fields: what lies on the page. */
  surface: string;
  /** Wells in a surface: tracks, chips, skeletons. */
  sunken: string;
  /** A row or button under the pointer. */
  hover: string;
  text: string;
  /** Second-rank text. */
  muted: string;
  /** Hairlines that only decorate. */
  line: string;
  /** Edges that say "this is a control". */
  edge: string;
  accent: string;
  accentHover: string;
  onAccent: string;
  accentSoft: string;
  accentText: string;
  danger: string;
  dangerSoft: string;
  onDanger: string;
  /** Fillers, and things worth a second look. */
  warm: string;
  warmSoft: string;
  /** Pauses, and plain information. */
  cool: string;
  coolSoft: string;
  /** Behind dialogs. */
  scrim: string;
  /** The ring around what has the keyboard's focus; the same in `base.css`. */
  focus: string;
}

export const light: Palette = {
  page: '#F6F8F6',
  surface: '#FFFFFF',
  sunken: '#EBF0EC',
  hover: '#F0F4F1',
  text: '#15201A',
  muted: '#546159',
  line: '#DDE4DF',
  edge: '#7F8C85',
  accent: '#1A6A4A',
  accentHover: '#14573C',
  onAccent: '#FFFFFF',
  accentSoft: '#DFF0E6',
  accentText: '#14573C',
  danger: '#A92E27',
  dangerSoft: '#FBEAE8',
  onDanger: '#FFFFFF',
  warm: '#835100',
  warmSoft: '#FBEFD6',
  cool: '#3A5775',
  coolSoft: '#E4ECF4',
  scrim: 'rgba(12, 20, 16, 0.48)',
  focus: '#2B8A64',
};

export const dark: Palette = {
  page: '#0E1311',
  surface: '#161D19',
  sunken: '#212A25',
  hover: '#1C2420',
  text: '#E8EEEA',
  muted: '#A7B3AC',
  line: '#29332D',
  edge: '#6F7C75',
  accent: '#74D3A4',
  accentHover: '#8FE0B8',
  onAccent: '#06281A',
  accentSoft: '#17372A',
  accentText: '#9BE5C0',
  danger: '#FF9F95',
  dangerSoft: '#3A1C19',
  onDanger: '#33100C',
  warm: '#F0C468',
  warmSoft: '#372B12',
  cool: '#AFC8E2',
  coolSoft: '#1D2B39',
  scrim: 'rgba(0, 0, 0, 0.62)',
  focus: '#2B8A64',
};
