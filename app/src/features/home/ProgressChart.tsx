/** Scores over time: each answer a dot, their moving mean a line, and how sure that mean is as a band around it. */
import { Circle, G, Path } from 'react-native-svg';

import { useFormat, useTranslation } from '@/i18n';
import { useTheme } from '@/theme';
import { bandPath, Chart, FootAxis, gutter, linear, linePath, RowAxis, ticks, type Size } from '@/ui/chart';

import { direction, trend, type Scored } from './progress';

export function ProgressChart({ answers }: { answers: Scored[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = trend(answers);
  const last = points.at(-1);
  const description = last
    ? t('home.progress.description', {
        count: answers.length,
        mean: format.number(last.mean),
        low: format.number(last.low),
        high: format.number(last.high),
        direction: t(`home.progress.direction.${direction(points)}`),
      })
    : t('home.progress.descriptionFew', { count: answers.length });
  return (
    <Chart height={210} description={description}>
      {(size) => <Drawing answers={answers} size={size} />}
    </Chart>
  );
}

function Drawing({ answers, size }: { answers: Scored[]; size: Size }) {
  const { color } = useTheme();
  const format = useFormat();
  const right = size.width - 8;
  const bottom = size.height - gutter.bottom;
  // By order, not by date: three answers of one evening would else be a single dot.
  const x = linear([0, answers.length - 1], [gutter.left + 10, right - 6]);
  const y = linear([0, 100], [bottom, 10]);
  const points = trend(answers).map((point, at) => ({ ...point, x: x(at + answers.length - trend(answers).length) }));
  const ends = [0, answers.length - 1].map((at) => ({ value: at, text: format.date(answers[at]!.at, 'short') }));
  // Answers of one day have one date.
  const dates = ends[0]!.text === ends[1]!.text ? ends.slice(1) : ends;
  return (
    <G>
      <RowAxis
        scale={y}
        left={gutter.left}
        right={right}
        labels={ticks([0, 100], 4).map((value) => ({ value, text: format.number(value) }))}
      />
      <FootAxis scale={x} y={size.height - 5} labels={dates} />
      <Path
        d={bandPath(
          points.map((p) => ({ x: p.x, y: y(p.high) })),
          points.map((p) => ({ x: p.x, y: y(p.low) })),
        )}
        fill={color.accent}
        opacity={0.16}
      />
      <Path
        d={linePath(points.map((p) => ({ x: p.x, y: y(p.mean) })))}
        stroke={color.accent}
        strokeWidth={2.5}
        fill="none"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {answers.map(({ score }, at) => (
        <Circle key={at} cx={x(at)} cy={y(score)} r={4} fill={color.surface} stroke={color.accent} strokeWidth={2} />
      ))}
    </G>
  );
}
