/** The last seven days, without a chain that could break. */
import { View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Card, Heading, Icon, Text } from '@/ui';

import { lastWeek } from './week';

interface WeekCardProps {
  /** When each answer was given, RFC 3339. */
  times: string[];
  now: number;
}

export function WeekCard({ times, now }: WeekCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const days = lastWeek(times, now);
  const practised = days.filter(({ answers }) => answers > 0).length;
  return (
    <Card>
      <Heading level={2}>{t('home.week.title')}</Heading>
      <View style={styles.days} role="list">
        {days.map(({ start, answers }, at) => (
          <View
            key={start}
            role="listitem"
            style={styles.day}
            aria-label={t('home.week.day', {
              day: format.date(start, 'day'),
              answers: t('home.week.answers', { count: answers }),
            })}
          >
            <View style={[styles.mark, answers > 0 && styles.done, at === 6 && answers === 0 && styles.today]}>
              {answers > 0 && <Icon name="check" size={16} tone="onAccent" />}
            </View>
            <Text variant="caption" tone={at === 6 ? 'text' : 'muted'}>
              {format.date(start, 'weekday')}
            </Text>
          </View>
        ))}
      </View>
      <Text variant="small" tone="muted">
        {practised === 0 ? t('home.week.none') : t('home.week.some', { count: practised })}
      </Text>
    </Card>
  );
}

const useStyles = makeStyles(({ color }) => ({
  days: { flexDirection: 'row', justifyContent: 'space-between', gap: space.xs },
  day: { alignItems: 'center', gap: space.xs + 2, flexShrink: 1 },
  mark: {
    width: 32,
    height: 32,
    borderRadius: radius.round,
    alignItems: 'center',
    justifyContent: 'center',
    backgroundColor: color.sunken,
  },
  done: { backgroundColor: color.accent },
  today: { backgroundColor: 'transparent', borderWidth: 2, borderColor: color.accent, borderStyle: 'dashed' },
}));
