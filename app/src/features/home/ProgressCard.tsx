/** How the person gets better at each competency, and how sure that is. */
import { useState } from 'react';
import { View } from 'react-native';

import type { CompetencyProgress } from '@/api';
import { useFormat, useNames, useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Card, Chip, Heading, Text } from '@/ui';

import { ProgressChart } from './ProgressChart';

const verdicts = {
  improved: 'improved',
  declined: 'declined',
  no_clear_change: 'unclear',
  too_few: 'early',
} as const;

export function ProgressCard({ competencies }: { competencies: CompetencyProgress[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = competencies.find(({ name }) => name === chosen) ?? competencies[0];
  if (!shown) {
    return (
      <Card>
        <Heading level={2}>{t('home.progress.title')}</Heading>
        <Text tone="muted">{t('home.progress.none')}</Text>
      </Card>
    );
  }
  const { from, to, verdict } = shown.change;
  const words = t(`home.progress.verdict.${from !== null && from === to ? 'same' : verdicts[verdict]}`, {
    from: from === null ? '' : format.number(from, 1),
    to: to === null ? '' : format.number(to, 1),
  });
  return (
    <Card>
      <Heading level={2}>{t('home.progress.title')}</Heading>
      <View
        role="group"
        aria-label={t('home.progress.choose')}
        style={{ flexDirection: 'row', flexWrap: 'wrap', gap: space.s }}
      >
        {competencies.map(({ name }) => (
          <Chip
            key={name}
            label={names.competency(name)}
            selected={name === shown.name}
            onPress={() => setChosen(name)}
          />
        ))}
      </View>
      <Text>{words}</Text>
      <ProgressChart name={shown.name} attempts={shown.attempts} verdict={words} />
      <Text variant="small" tone="muted">
        {t(shown.attempts.some(({ spread }) => spread) ? 'home.progress.legendSpread' : 'home.progress.legend')}
      </Text>
    </Card>
  );
}
