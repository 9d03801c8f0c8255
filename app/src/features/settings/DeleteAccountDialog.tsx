/** Asks for the password before everything the server holds about the person is deleted. */
import { useState } from 'react';

import { fieldProblem, useDeleteMeMutation, useSignOutMutation, type Problem } from '@/api';
import { useTranslation } from '@/i18n';
import { Button, Dialog, Field, ProblemBanner, Text } from '@/ui';

export function DeleteAccountDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [remove, { isLoading, error }] = useDeleteMeMutation();
  const [signOut] = useSignOutMutation();
  const problem = error as Problem | undefined;
  const wrong = problem?.kind === 'rule' && problem.code === 'wrong_password';

  async function removeAll() {
    const result = await remove({ password });
    if (!result.error) await signOut();
  }

  return (
    <Dialog
      open={open}
      title={t('settings.deleteAccount.title')}
      onClose={onClose}
      closeLabel={t('action.close')}
      actions={
        <>
          <Button label={t('action.cancel')} onPress={onClose} />
          <Button
            kind="danger"
            icon="trash"
            label={t('settings.deleteAccount.action')}
            busy={isLoading}
            disabled={!password}
            onPress={() => void removeAll()}
          />
        </>
      }
    >
      <Text>{t('settings.deleteAccount.text')}</Text>
      <Field
        label={t('auth.password')}
        value={password}
        error={wrong ? t('problem.code.wrong_password') : fieldProblem(problem, 'password')}
        onChangeText={setPassword}
        secureTextEntry
        autoComplete="current-password"
      />
      {problem && !wrong && problem.kind !== 'validation' ? <ProblemBanner problem={problem} /> : null}
    </Dialog>
  );
}
