/** The person's data: to take along, or to have deleted; and the way out. */
import { useState } from 'react';
import { View } from 'react-native';

import { exportEverything, isProblem, useSignOutMutation, type Problem } from '@/api';
import { useTranslation } from '@/i18n';
import { useAppDispatch } from '@/store/hooks';
import { space } from '@/theme';
import { Button, ProblemBanner, useToast } from '@/ui';

import { DeleteAccountDialog } from './DeleteAccountDialog';
import { Section } from './Section';

export function DataSection() {
  const { t } = useTranslation();
  const say = useToast();
  const dispatch = useAppDispatch();
  const [signOut, { isLoading: leaving }] = useSignOutMutation();
  const [exporting, setExporting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asking, setAsking] = useState(false);

  async function takeAlong() {
    setExporting(true);
    setProblem(null);
    try {
      await dispatch(exportEverything());
      say(t('settings.data.exported'));
    } catch (cause) {
      setProblem(isProblem(cause) ? cause : { kind: 'unexpected', status: null, detail: '' });
    } finally {
      setExporting(false);
    }
  }

  return (
    <Section title={t('settings.data.title')} lead={t('settings.data.lead')}>
      {problem && <ProblemBanner problem={problem} onRetry={() => void takeAlong()} />}
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: space.s }}>
        <Button icon="download" label={t('settings.data.export')} busy={exporting} onPress={() => void takeAlong()} />
        <Button icon="signOut" label={t('settings.data.signOut')} busy={leaving} onPress={() => void signOut()} />
        <Button kind="danger" icon="trash" label={t('settings.data.delete')} onPress={() => setAsking(true)} />
      </View>
      <DeleteAccountDialog open={asking} onClose={() => setAsking(false)} />
    </Section>
  );
}
