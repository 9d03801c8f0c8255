/** A question looked at: what it is after, and the way to practising it. */
import { View } from 'react-native';

import type { Question } from '@/api';
import { practiceHref } from '@/features/practice';
import { useNames, useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Card, Chip, Heading, LinkButton, Text } from '@/ui';

export function QuestionDetail({ question }: { question: Question }) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  return (
    <Card>
      <View style={styles.chips}>
        <Chip tone="accent" label={names.competency(question.competency)} />
        <Chip label={names.kind(question.kind)} />
      </View>
      <Heading level={2} variant="lead">
        {question.text}
      </Heading>
      {question.tips.length > 0 && (
        <View style={styles.tips} role="list" aria-label={t('practice.tips')}>
          {question.tips.map((tip) => (
            <View key={tip} role="listitem" style={styles.tip}>
              <Text tone="accent" aria-hidden>
                •
              </Text>
              <Text variant="small" style={styles.words}>
                {tip}
              </Text>
            </View>
          ))}
        </View>
      )}
      <LinkButton
        href={practiceHref(question)}
        kind="primary"
        size="l"
        block
        icon="mic"
        label={t('questions.practise')}
      />
    </Card>
  );
}

const useStyles = makeStyles(() => ({
  chips: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s },
  tips: { gap: space.s },
  tip: { flexDirection: 'row', gap: space.s },
  words: { flex: 1 },
}));
