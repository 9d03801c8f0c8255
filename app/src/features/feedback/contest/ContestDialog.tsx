/** Asks what is wrong with a claim, has it checked again, and tells how that ended. */
import { useState } from 'react';
import { View } from 'react-native';

import { useContestClaimMutation, type ContestAnswer } from '@/api';
import { useTranslation, type Fault } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Banner, Button, Dialog, Field, ProblemBanner, Text } from '@/ui';

import type { Claim } from './ContestContext';

/** Characters that the server takes. */
const LONGEST_COMMENT = 2000;

interface ContestDialogProps {
  sessionId: number;
  contested: Claim;
  onClose: () => void;
}

export function ContestDialog({ sessionId, contested, onClose }: ContestDialogProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [comment, setComment] = useState('');
  const [contest, { data, error, isLoading }] = useContestClaimMutation();

  function check() {
    const contestRequest = { claim: contested.claim, comment: comment.trim() || null };
    void contest({ id: sessionId, contestRequest });
  }

  return (
    <Dialog
      open
      title={t(data ? `contest.outcome.${data.outcome}` : 'contest.title')}
      onClose={onClose}
      closeLabel={t('action.close')}
      actions={
        data ? (
          <Button kind="primary" label={t('contest.done')} onPress={onClose} />
        ) : (
          <>
            <Button label={t('action.cancel')} onPress={onClose} />
            <Button kind="primary" label={t('contest.check')} busy={isLoading} onPress={check} />
          </>
        )
      }
    >
      <View style={styles.claim}>
        <Text variant="small">{contested.words}</Text>
      </View>
      {data ? (
        <Outcome answer={data} />
      ) : (
        <>
          <Text variant="small" tone="muted">
            {t('contest.help')}
          </Text>
          <Field
            label={t('contest.comment')}
            note={t('questions.optional')}
            value={comment}
            onChangeText={setComment}
            maxLength={LONGEST_COMMENT}
            lines={3}
          />
          {error ? <ProblemBanner problem={error as Fault} onRetry={check} /> : null}
        </>
      )}
    </Dialog>
  );
}

function Outcome({ answer }: { answer: ContestAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      <Banner kind={answer.outcome === 'withdrawn' ? 'good' : 'info'}>{answer.reason}</Banner>
      <Text variant="small" tone="muted">
        {t(`contest.after.${answer.outcome}`)}
      </Text>
    </>
  );
}

const useStyles = makeStyles(({ color }) => ({
  claim: { borderLeftWidth: 3, borderLeftColor: color.edge, paddingLeft: space.m, paddingVertical: space.xs },
}));
