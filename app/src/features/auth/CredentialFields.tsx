/** The address and the password, with their errors beside them. */
import { useRef } from 'react';
import type { TextInput } from 'react-native';

import { fieldProblem, type Problem } from '@/api';
import { useTranslation } from '@/i18n';
import { Field } from '@/ui';

import type { Credentials, Faults } from './validate';

interface CredentialFieldsProps {
  purpose: 'sign-in' | 'sign-up';
  values: Credentials;
  faults: Faults;
  /** What the server said of the last try. */
  problem: Problem | undefined;
  onChange: (change: Partial<Credentials>) => void;
  onSubmit: () => void;
}

export function CredentialFields({ purpose, values, faults, problem, onChange, onSubmit }: CredentialFieldsProps) {
  const { t } = useTranslation();
  const password = useRef<TextInput>(null);
  const taken = problem?.kind === 'rule' && problem.code === 'email_taken';
  const emailError = faults.email
    ? t(`auth.fault.${faults.email}`)
    : taken
      ? t('problem.code.email_taken')
      : problem && fieldProblem(problem, 'email');
  const refused = problem?.kind === 'credentials' && problem.code === 'invalid_credentials';
  const passwordError = faults.password
    ? t(`auth.fault.${faults.password}`)
    : refused
      ? t('problem.code.invalid_credentials')
      : problem && fieldProblem(problem, 'password');
  return (
    <>
      <Field
        label={t('auth.email')}
        value={values.email}
        error={emailError}
        onChangeText={(email) => onChange({ email })}
        onSubmitEditing={() => password.current?.focus()}
        submitBehavior="submit"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        autoCorrect={false}
        returnKeyType="next"
      />
      <Field
        ref={password}
        label={t('auth.password')}
        help={purpose === 'sign-up' ? t('auth.passwordHelp') : undefined}
        value={values.password}
        error={passwordError}
        onChangeText={(typed) => onChange({ password: typed })}
        onSubmitEditing={onSubmit}
        reveal={{ show: t('auth.showPassword'), hide: t('auth.hidePassword') }}
        autoComplete={purpose === 'sign-up' ? 'new-password' : 'current-password'}
        autoCapitalize="none"
        autoCorrect={false}
        returnKeyType="go"
      />
    </>
  );
}
