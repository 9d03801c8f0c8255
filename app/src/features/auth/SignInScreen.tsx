/** Sign in. */
import { Link } from 'expo-router';

import { useSignInMutation, type Problem } from '@/api';
import { useTranslation } from '@/i18n';
import { Button, Text } from '@/ui';

import { AuthPage } from './AuthPage';
import { CredentialFields } from './CredentialFields';
import { FormProblem } from './FormProblem';
import { ServerAddress } from './ServerAddress';
import { useCredentials } from './useCredentials';

export function SignInScreen() {
  const { t } = useTranslation();
  const [signIn, { isLoading, error }] = useSignInMutation();
  const problem = error as Problem | undefined;
  const form = useCredentials('sign-in', (credentials) => signIn(credentials));
  return (
    <AuthPage title={t('auth.signIn.title')}>
      <FormProblem problem={problem} />
      <ServerAddress />
      <CredentialFields purpose="sign-in" problem={problem} {...form} />
      <Button kind="primary" size="l" block label={t('auth.signIn.action')} busy={isLoading} onPress={form.onSubmit} />
      <Text tone="muted">
        {t('auth.signIn.other')}{' '}
        <Link href="/sign-up">
          <Text tone="accent" strong>
            {t('auth.signUp.action')}
          </Text>
        </Link>
      </Text>
    </AuthPage>
  );
}
