/** The levels of one competency, attempt by attempt, each with the range in which the judge's readings of it lie. */
import { Circle, G, Line, Path } from 'react-native-svg';

import type { CompetencyAttempt } from '@/api';
import { useFormat, useNames, useTranslation } from '@/i18n';
import { useTheme } from '@/theme';
import { Chart, FootAxis, gutter, linear, linePath, RowAxis, type Size } from '@/ui/chart';

import { rangeOf, recent } from './progress';

interface ProgressChartProps {
  name: string;
  /** Oldest first; at least one. */
  attempts: CompetencyAttempt[];
  /** What they come to, in a sentence. */
  verdict: string;
}

export function ProgressChart({ name, attempts, verdict }: ProgressChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const description = t('home.progress.description', {
    count: attempts.length,
    competency: names.competency(name),
    level: format.number(attempts.at(-1)!.level),
    verdict,
  });
  return (
    <Chart height={190} description={description}>
      {(size) => <Drawing attempts={recent(attempts)} size={size} />}
    </Chart>
  );
}

const LEVELS = [0, 1, 2, 3, 4, 5];

function Drawing({ attempts, size }: { attempts: CompetencyAttempt[]; size: Size }) {
  const { color } = useTheme();
  const format = useFormat();
  const right = size.width - 8;
  // By order, not by date: three answers of one evening would else be a single dot.
  const x = linear([0, attempts.length - 1], [gutter.left + 10, right - 6]);
  const y = linear([0, 5], [size.height - gutter.bottom - 6, 10]);
  const ends = [...new Set([0, attempts.length - 1])].map((at) => ({
    value: at,
    text: format.date(attempts[at]!.at, 'short'),
  }));
  // Answers of one day have one date.
  const dates = ends.length > 1 && ends[0]!.text === ends[1]!.text ? ends.slice(1) : ends;
  return (
    <G>
      <RowAxis
        scale={y}
        left={gutter.left}
        right={right}
        labels={LEVELS.map((value) => ({ value, text: format.number(value) }))}
      />
      <FootAxis scale={x} y={size.height - 5} labels={dates} />
      <Path
        d={linePath(attempts.map(({ level }, at) => ({ x: x(at), y: y(level) })))}
        stroke={color.accent}
        strokeWidth={2}
        strokeOpacity={0.45}
        fill="none"
        strokeLinejoin="round"
      />
      {attempts.map((attempt, at) => {
        const [low, high] = rangeOf(attempt);
        return (
          <G key={attempt.session_id}>
            {high > low && (
              <Line
                x1={x(at)}
                x2={x(at)}
                y1={y(low)}
                y2={y(high)}
                stroke={color.accent}
                strokeWidth={9}
                strokeOpacity={0.28}
                strokeLinecap="round"
              />
            )}
            <Circle
              cx={x(at)}
              cy={y(attempt.level)}
              r={4.5}
              fill={color.surface}
              stroke={color.accent}
              strokeWidth={2.5}
            />
          </G>
        );
      })}
    </G>
  );
}
