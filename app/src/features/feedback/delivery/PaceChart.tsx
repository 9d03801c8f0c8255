/** The pace over the answer, window by window, with the ordinary band behind it. */
import { G, Path, Rect } from 'react-native-svg';

import type { Reference } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { useTheme } from '@/theme';
import { Chart, FootAxis, gutter, linear, linePath, RowAxis, ticks, timeTicks, type Size } from '@/ui/chart';

import type { PacePoint } from '../model';

interface PaceChartProps {
  curve: PacePoint[];
  durationS: number;
  reference?: Reference;
}

/** Words per minute: no axis is shorter, so that small changes do not look large. */
const LEAST = [60, 220] as const;

export function PaceChart(props: PaceChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const paces = props.curve.map((point) => point.words_per_minute);
  return (
    <Chart
      height={150}
      description={t('delivery.pace.description', {
        low: format.number(Math.min(...paces)),
        high: format.number(Math.max(...paces)),
        first: format.number(paces[0] ?? 0),
        last: format.number(paces.at(-1) ?? 0),
      })}
    >
      {(size) => <Drawing {...props} size={size} />}
    </Chart>
  );
}

function Drawing({ curve, durationS, reference, size }: PaceChartProps & { size: Size }) {
  const { color } = useTheme();
  const format = useFormat();
  const paces = curve.map((point) => point.words_per_minute);
  const domain = [Math.min(LEAST[0], ...paces), Math.max(LEAST[1], ...paces)] as const;
  const right = size.width - 4;
  const bottom = size.height - gutter.bottom;
  const x = linear([0, durationS], [gutter.left, right]);
  const y = linear(domain, [bottom, 8]);
  const points = curve.map((point, at) => {
    const end = Math.min(durationS, point.end_s ?? curve[at + 1]?.start_s ?? durationS);
    return { x: x((point.start_s + end) / 2), y: y(point.words_per_minute) };
  });
  return (
    <G>
      {reference && reference.low !== null && reference.high !== null && (
        <Rect
          x={gutter.left}
          width={right - gutter.left}
          y={y(reference.high)}
          height={y(reference.low) - y(reference.high)}
          fill={color.accent}
          opacity={0.13}
        />
      )}
      <RowAxis
        scale={y}
        left={gutter.left}
        right={right}
        labels={ticks(domain, 4).map((value) => ({ value, text: format.number(value) }))}
      />
      <FootAxis
        scale={x}
        y={size.height - 5}
        labels={timeTicks(durationS).map((value) => ({ value, text: format.clock(value) }))}
      />
      <Path
        d={linePath(points)}
        stroke={color.accent}
        strokeWidth={2.5}
        fill="none"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </G>
  );
}
