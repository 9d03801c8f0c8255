/** What goes beyond the findings: the judgement in full, how the answer could sound, and a talk with the coach. */
import { View } from 'react-native';

import type { Feedback } from '@/api';
import { useEngines } from '@/features/settings';
import { useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Card, Disclosure, Heading, LinkButton, Text } from '@/ui';

import { ModelAnswer } from './ModelAnswer';

interface MoreCardProps {
  sessionId: number;
  feedback: Feedback;
}

export function MoreCard({ sessionId, feedback }: MoreCardProps) {
  const { t } = useTranslation();
  const { languageModel } = useEngines();
  const { detailed_feedback: detailed, model_answer: answer, coach } = feedback;
  return (
    <Card>
      <Heading level={2}>{t('feedback.more')}</Heading>
      {detailed ? (
        <Disclosure label={t('feedback.detailed')}>
          <Text variant="small">{detailed}</Text>
        </Disclosure>
      ) : null}
      {answer ? (
        <Disclosure label={t(coach?.kind === 'model' ? 'modelAnswer.title' : 'modelAnswer.outline')}>
          <ModelAnswer answer={answer} />
        </Disclosure>
      ) : null}
      {languageModel.state === 'none' ? (
        <Text variant="small" tone="muted">
          {t('chat.none.text')}
        </Text>
      ) : (
        <View style={{ alignItems: 'flex-start', paddingTop: space.xs }}>
          <LinkButton icon="questions" href={`/sessions/${sessionId}/coach`} label={t('chat.open')} />
        </View>
      )}
    </Card>
  );
}
