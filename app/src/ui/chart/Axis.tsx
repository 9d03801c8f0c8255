/** Axes: hairlines across the chart with their values beside them, and values along its foot. */
import { G, Line, Text as SvgText } from 'react-native-svg';

import { useTheme } from '@/theme';

import type { Scale } from './scale';

interface Label {
  value: number;
  text: string;
}

/** Room that the labels of either axis need, in pixels at 100 % text. */
export const gutter = { left: 34, bottom: 24 } as const;

/** Half the width of a label, in pixels. */
const OVERHANG = 18;

function useInk() {
  const { color, text, textScale } = useTheme();
  return {
    color,
    label: {
      fill: color.muted,
      fontSize: 12 * Math.min(textScale, 1.6),
      fontFamily: text.caption.fontFamily as string | undefined,
    },
  };
}

export function RowAxis({
  scale,
  labels,
  left,
  right,
}: {
  scale: Scale;
  labels: Label[];
  left: number;
  right: number;
}) {
  const { color, label } = useInk();
  return (
    <G>
      {labels.map(({ value, text }) => (
        <G key={value}>
          <Line x1={left} x2={right} y1={scale(value)} y2={scale(value)} stroke={color.line} strokeWidth={1} />
          <SvgText {...label} x={left - 8} y={scale(value) + 4} textAnchor="end">
            {text}
          </SvgText>
        </G>
      ))}
    </G>
  );
}

export function FootAxis({ scale, labels, y }: { scale: Scale; labels: Label[]; y: number }) {
  const { label } = useInk();
  return (
    <G>
      {labels.map(({ value, text }) => (
        <SvgText key={value} {...label} x={scale(value)} y={y} textAnchor={anchor(scale, value)}>
          {text}
        </SvgText>
      ))}
    </G>
  );
}

/** A label in the middle under its value, unless it would hang over the edge. */
function anchor(scale: Scale, value: number): 'start' | 'middle' | 'end' {
  const [left, right] = scale.range;
  const x = scale(value);
  if (x < left + OVERHANG) return 'start';
  return x > right - OVERHANG ? 'end' : 'middle';
}
