/** Create an account. */
import { Link } from 'expo-router';
import { useState } from 'react';

import { fieldProblem, useSignUpMutation, type Problem } from '@/api';
import { useTranslation } from '@/i18n';
import { Button, Field, Text } from '@/ui';

import { AuthPage } from './AuthPage';
import { CredentialFields } from './CredentialFields';
import { keepDraft, keptDraft } from './draft';
import { FormProblem } from './FormProblem';
import { ServerAddress } from './ServerAddress';
import { useCredentials } from './useCredentials';

export function SignUpScreen() {
  const { t } = useTranslation();
  const [signUp, { isLoading, error }] = useSignUpMutation();
  const problem = error as Problem | undefined;
  const [name, setName] = useState(keptDraft().name);
  const form = useCredentials('sign-up', (credentials) =>
    signUp({ ...credentials, ...(name.trim() && { name: name.trim() }) }),
  );

  function changeName(typed: string) {
    setName(typed);
    keepDraft({ name: typed });
  }

  return (
    <AuthPage title={t('auth.signUp.title')} lead={t('auth.signUp.lead')}>
      <FormProblem problem={problem} />
      <ServerAddress />
      <Field
        label={t('auth.name')}
        note={t('auth.optional')}
        value={name}
        error={problem && fieldProblem(problem, 'name')}
        onChangeText={changeName}
        autoComplete="name"
      />
      <CredentialFields purpose="sign-up" problem={problem} {...form} />
      <Button kind="primary" size="l" block label={t('auth.signUp.action')} busy={isLoading} onPress={form.onSubmit} />
      <Text tone="muted">
        {t('auth.signUp.other')}{' '}
        <Link href="/sign-in">
          <Text tone="accent" strong>
            {t('auth.signIn.action')}
          </Text>
        </Link>
      </Text>
    </AuthPage>
  );
}
