/** One's own question: typed in, and practised at once. */
import { router } from 'expo-router';
import { useState } from 'react';
import { View } from 'react-native';

import { practiceHref } from '@/features/practice';
import { useNames, useTranslation } from '@/i18n';
import { space } from '@/theme';
import { BackLink, Button, Chip, Field, Screen, Text } from '@/ui';

import { competencies } from './filters';

/** The most that the server keeps of a question. */
const LONGEST = 2000;

export function OwnQuestionScreen() {
  const { t } = useTranslation();
  const names = useNames();
  const [text, setText] = useState('');
  const [competency, setCompetency] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);

  function practise() {
    if (!text.trim()) return setMissing(true);
    router.push(practiceHref({ text: text.trim(), competency }));
  }

  return (
    <Screen
      title={t('questions.own.title')}
      lead={t('questions.own.lead')}
      width="prose"
      back={<BackLink href="/questions" label={t('action.backQuestions')} />}
    >
      <Field
        label={t('questions.own.question')}
        value={text}
        error={missing && !text.trim() ? t('questions.own.missing') : null}
        onChangeText={setText}
        lines={3}
        maxLength={LONGEST}
      />
      <View style={{ gap: space.s }}>
        <Text variant="small" strong>
          {t('questions.own.competency')}
          <Text variant="small" tone="muted">{`  ${t('questions.optional')}`}</Text>
        </Text>
        <View
          role="group"
          aria-label={t('questions.own.competency')}
          style={{ flexDirection: 'row', flexWrap: 'wrap', gap: space.s }}
        >
          {competencies.map((code) => (
            <Chip
              key={code}
              label={names.competency(code)}
              selected={code === competency}
              onPress={() => setCompetency(code === competency ? null : code)}
            />
          ))}
        </View>
      </View>
      <Button kind="primary" size="l" icon="mic" label={t('questions.practise')} onPress={practise} />
    </Screen>
  );
}
