/** Questions that were made for this person, each with the line that it rests on, word for word. */
import { View } from 'react-native';

import type { GeneratedQuestion } from '@/api';
import { practiceHref } from '@/features/practice';
import { useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Card, Heading, Icon, LinkBox, Text } from '@/ui';

export function GeneratedList({ questions }: { questions: GeneratedQuestion[] }) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <Card flush>
      <View style={styles.head}>
        <Heading level={2}>{t('questions.job.result', { count: questions.length })}</Heading>
      </View>
      {questions.map((question) => (
        <LinkBox
          key={question.text}
          href={practiceHref(question)}
          look={({ hovered }) => [styles.row, hovered && styles.hover]}
        >
          <View style={styles.words}>
            <Text strong>{question.text}</Text>
            {question.because ? (
              <View style={styles.because}>
                <Text variant="small" tone="muted">
                  {t('questions.job.because', { line: question.because })}
                </Text>
              </View>
            ) : null}
          </View>
          <Icon name="forward" size={18} tone="muted" />
        </LinkBox>
      ))}
    </Card>
  );
}

const useStyles = makeStyles(({ color }) => ({
  head: { padding: space.l + 4 },
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    padding: space.l + 4,
    borderTopWidth: 1,
    borderTopColor: color.line,
  },
  hover: { backgroundColor: color.hover },
  words: { flex: 1, gap: space.s },
  because: { borderLeftWidth: 3, borderLeftColor: color.accent, paddingLeft: space.m },
}));
