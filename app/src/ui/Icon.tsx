/** Icons: a few line drawings on a 24 × 24 grid. They decorate words and are hidden from screen readers. */
import Svg, { Path } from 'react-native-svg';

import { useTheme, type Palette } from '@/theme';

const paths = {
  alert:
    'M12 9v4m0 3.5v.01M10.4 4.5 2.9 17.6A1.9 1.9 0 0 0 4.5 20.4h15a1.9 1.9 0 0 0 1.6-2.8L13.6 4.5a1.9 1.9 0 0 0-3.2 0Z',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  cloudOff: 'M4 4l16 16M8.6 8.7A5.5 5.5 0 0 0 7 18.5h9.8M10.9 6.2A5.8 5.8 0 0 1 17.9 11 4 4 0 0 1 20.6 16.8',
  compare: 'M12 4v16M4 7h4.5v10H4zM15.5 7H20v10h-4.5z',
  device: 'M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5V15H4zM2.5 18.5h19',
  down: 'M6 9.5l6 6 6-6',
  download: 'M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 19.5h14',
  edit: 'M4.5 19.5l.9-4L16 4.9a1.7 1.7 0 0 1 2.4 0l.7.7a1.7 1.7 0 0 1 0 2.4L8.5 18.6zM14 7l3 3',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z',
  eyeOff:
    'M4 4l16 16M10 5.7a9 9 0 0 1 2-.2c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.6 3.4M6.6 7.2A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9.2 9.2 0 0 0 4-.9M10 10a2.8 2.8 0 0 0 4 4',
  forward: 'M9 5l7 7-7 7',
  history: 'M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4.5v4h4M12 8v4.3l3 1.7',
  home: 'M4 11.2 12 4.5l8 6.7M6 9.7V19a.8.8 0 0 0 .8.8h3.4V15h3.6v4.8h3.4a.8.8 0 0 0 .8-.8V9.7',
  info: 'M12 11v5.5M12 7.6v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  key: 'M8.5 19a4.5 4.5 0 1 1 3.3-7.6L20 3.5M16.5 7l2.5 2.5',
  mic: 'M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 0-7 0v5A3.5 3.5 0 0 0 12 15ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  minus: 'M6 12h12',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  pause: 'M9 5.5v13M15 5.5v13',
  person: 'M12 11.5a3.8 3.8 0 1 0 0-7.5 3.8 3.8 0 0 0 0 7.5ZM4.5 20a7.5 7.5 0 0 1 15 0',
  play: 'M8 5.3v13.4a.6.6 0 0 0 .9.5l10.7-6.7a.6.6 0 0 0 0-1L8.9 4.8a.6.6 0 0 0-.9.5Z',
  plus: 'M12 5v14M5 12h14',
  questions:
    'M5 5.5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-6.5L8 20v-3.5H5a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM8 9.5h8M8 12.7h5',
  quote: 'M10 7.5H6.5A1.5 1.5 0 0 0 5 9v3.5h4.5c0 2-1 3.5-3 4M19.5 7.5H16A1.5 1.5 0 0 0 14.5 9v3.5H19c0 2-1 3.5-3 4',
  repeat: 'M4.5 12a7.5 7.5 0 0 1 13-5.1l2 2.1M19.5 4.5V9H15M19.5 12a7.5 7.5 0 0 1-13 5.1l-2-2.1M4.5 19.5V15H9',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l4.5 4.5',
  settings:
    'M4 7h9M17.5 7H20M4 17h2.5M11 17h9M15.2 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8.8 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  signOut: 'M14 4.5H6.5a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1H14M11 12h9.5m0 0L17 8.5m3.5 3.5L17 15.5',
  speaker: 'M4.5 9.5v5h3l4.5 4V5.5l-4.5 4ZM15.5 9a4.3 4.3 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  stop: 'M8 7h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12a.8.8 0 0 0 .8.8h6.8a.8.8 0 0 0 .8-.8L17 7M10.5 11v5M13.5 11v5',
  upload: 'M12 15V4m0 0 4.5 4.5M12 4 7.5 8.5M5 19.5h14',
} as const;

export type IconName = keyof typeof paths;

/** Drawn as areas rather than lines. */
const solid: ReadonlySet<IconName> = new Set(['play', 'stop']);

interface IconProps {
  name: IconName;
  /** Width and height at 100 % text; it grows with the text. */
  size?: number;
  tone?: keyof Palette;
}

export function Icon({ name, size = 20, tone = 'text' }: IconProps) {
  const { color, textScale } = useTheme();
  const side = Math.round(size * Math.min(textScale, 1.5));
  const fill = solid.has(name) ? color[tone] : 'none';
  return (
    <Svg width={side} height={side} viewBox="0 0 24 24" aria-hidden>
      <Path
        d={paths[name]}
        fill={fill}
        stroke={color[tone]}
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </Svg>
  );
}
