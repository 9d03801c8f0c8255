/** The content of the answer, competency by competency; and those that were not judged, with the reason. */
import { View } from 'react-native';

import type { Feedback } from '@/api';
import { useNames, useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Card, Heading, Text } from '@/ui';

import { CompetencyItem } from './CompetencyItem';

export function CompetencyCard({ feedback }: { feedback: Feedback }) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  const { competencies, reason } = feedback;
  // What holds for the whole feedback stands above it already.
  const unscored = feedback.not_scored.filter((one) => one.reason !== reason?.message);
  if (competencies.length === 0 && unscored.length === 0) return null;
  return (
    <Card style={styles.card}>
      <Heading level={2}>{t('feedback.competencies')}</Heading>
      <View role="list">
        {competencies.map((competency, at) => (
          <CompetencyItem key={competency.name} competency={competency} first={at === 0} />
        ))}
      </View>
      {unscored.length > 0 && (
        <View style={styles.unscored}>
          <Heading level={3}>{t('feedback.unscored')}</Heading>
          {unscored.map(({ name, reason: why }) => (
            <Text key={name} variant="small" tone="muted">
              <Text variant="small" strong>{`${names.competency(name)}. `}</Text>
              {why}
            </Text>
          ))}
        </View>
      )}
    </Card>
  );
}

const useStyles = makeStyles(({ color }) => ({
  card: { gap: space.xs },
  unscored: { gap: space.s, padding: space.l, borderRadius: radius.m, backgroundColor: color.page },
}));
