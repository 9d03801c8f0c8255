/** What an interviewer would ask next, each with the words that it goes back to, and each ready to be practised. */
import { View } from 'react-native';

import { useGetFollowUpsQuery, type Session } from '@/api';
import { practiceHref } from '@/features/practice';
import { useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Card, Heading, LinkButton, Loaded, Skeleton, Text } from '@/ui';

import { HearIt, Quote } from './player/Quote';

export function FollowUpCard({ session }: { session: Session }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const query = useGetFollowUpsQuery(session.id);
  if (query.data?.questions.length === 0) return null;
  return (
    <Card>
      <View style={styles.head}>
        <Heading level={2}>{t('followUps.title')}</Heading>
        <Text variant="small" tone="muted">
          {t('followUps.lead')}
        </Text>
      </View>
      <Loaded query={query} skeleton={<Skeleton lines={[0.9, 0.6, 0.8]} height={20} />}>
        {({ questions }) => (
          <View role="list">
            {questions.map(({ text, because }, at) => (
              <View key={text} role="listitem" style={[styles.question, at > 0 && styles.ruled]}>
                <Text strong>{text}</Text>
                {!text.includes(because.quote) && <Quote evidence={because} />}
                <View style={styles.actions}>
                  <LinkButton
                    size="s"
                    icon="mic"
                    href={practiceHref({ text })}
                    label={t('followUps.practise')}
                    aria-label={t('followUps.practiseThis', { question: text })}
                  />
                  {text.includes(because.quote) && <HearIt evidence={because} />}
                </View>
              </View>
            ))}
          </View>
        )}
      </Loaded>
    </Card>
  );
}

const useStyles = makeStyles(({ color }) => ({
  head: { gap: space.xs },
  actions: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s },
  question: { gap: space.s + 2, paddingVertical: space.l },
  ruled: { borderTopWidth: 1, borderTopColor: color.line },
}));
