/** Fillers and silences where they fell in the answer. */
import { Circle, G, Line, Rect } from 'react-native-svg';

import { useFormat, useTranslation } from '@/i18n';
import { useTheme } from '@/theme';
import { Chart, FootAxis, gutter, linear, timeTicks, type Size } from '@/ui/chart';

import type { Filler, Pause } from '../model';

interface TimelineChartProps {
  fillers: Filler[];
  pauses: Pause[];
  durationS: number;
}

export function TimelineChart(props: TimelineChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fillers, pauses } = props;
  const places = (times: number[]) => times.map((time) => format.clock(time)).join(', ');
  const description = [
    t('delivery.timeline.fillers', { count: fillers.length, times: places(fillers.map(({ start_s }) => start_s)) }),
    t('delivery.timeline.pauses', { count: pauses.length, times: places(pauses.map(({ start_s }) => start_s)) }),
  ];
  return (
    <Chart height={70} description={description.join(' ')}>
      {(size) => <Drawing {...props} size={size} />}
    </Chart>
  );
}

function Drawing({ fillers, pauses, durationS, size }: TimelineChartProps & { size: Size }) {
  const { color } = useTheme();
  const format = useFormat();
  const middle = (size.height - gutter.bottom) / 2 + 2;
  const x = linear([0, durationS], [6, size.width - 6]);
  return (
    <G>
      <Line
        x1={6}
        x2={size.width - 6}
        y1={middle}
        y2={middle}
        stroke={color.edge}
        strokeWidth={2}
        strokeLinecap="round"
      />
      {pauses.map(({ start_s, duration_s }) => (
        <Rect
          key={start_s}
          x={x(start_s)}
          y={middle - 7}
          width={Math.max(4, x(start_s + duration_s) - x(start_s))}
          height={14}
          rx={3}
          fill={color.coolSoft}
          stroke={color.cool}
          strokeWidth={1.5}
        />
      ))}
      {fillers.map(({ start_s }, at) => (
        <Circle key={at} cx={x(start_s)} cy={middle} r={5} fill={color.warm} stroke={color.surface} strokeWidth={1.5} />
      ))}
      <FootAxis
        scale={x}
        y={size.height - 5}
        labels={timeTicks(durationS).map((value) => ({ value, text: format.clock(value) }))}
      />
    </G>
  );
}
