/** What the coach found: the scores or why there are none, what to try, what was good, competency by competency. */
import { View } from 'react-native';

import { useRetrySessionMutation, type Session, type Feedback } from '@/api';
import { useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Banner, Button } from '@/ui';

import { ContestProvider } from './contest/ContestContext';
import { CompetencyCard } from './scores/CompetencyCard';
import { FindingsCard } from './scores/FindingsCard';
import { ScoreCard } from './scores/ScoreCard';

interface FindingsProps {
  session: Session;
  feedback: Feedback;
}

export function Findings({ session, feedback }: FindingsProps) {
  const { t } = useTranslation();
  const [retry, { isLoading }] = useRetrySessionMutation();
  const { status, reason } = feedback;
  if (status === 'pending') return <Banner title={t('feedback.pending.title')}>{t('feedback.pending.text')}</Banner>;
  if (status === 'not_scorable') {
    return (
      <Banner kind="warning" title={t('feedback.notScorable')}>
        {reason?.message ?? t('feedback.notScorableText')}
      </Banner>
    );
  }
  if (status === 'unavailable') {
    return (
      <Banner
        kind="error"
        title={t('feedback.unavailable')}
        actions={
          <Button
            size="s"
            icon="repeat"
            label={t('action.tryAgain')}
            busy={isLoading}
            onPress={() => void retry(session.id)}
          />
        }
      >
        {reason?.message ?? t('feedback.unavailableText')}
      </Banner>
    );
  }
  return (
    <ContestProvider sessionId={session.id}>
      <View style={{ gap: space.xl }}>
        <ScoreCard feedback={feedback} />
        <FindingsCard kind="improvements" findings={feedback.improvements} />
        <FindingsCard kind="strengths" findings={feedback.strengths} />
        <CompetencyCard feedback={feedback} />
      </View>
    </ContestProvider>
  );
}
