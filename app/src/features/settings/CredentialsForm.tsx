/** Changes the address or the password; either needs the present password and ends the other sign-ins. */
import { useState } from 'react';

import { fieldProblem, useUpdateMeMutation, type Problem, type User } from '@/api';
import { useTranslation } from '@/i18n';
import { Button, Disclosure, Field, ProblemBanner, Text, useToast } from '@/ui';

const empty = { email: '', new_password: '', current_password: '' };

export function CredentialsForm({ user }: { user: User }) {
  const { t } = useTranslation();
  const say = useToast();
  const [form, setForm] = useState({ ...empty, email: user.email });
  const [update, { isLoading, error }] = useUpdateMeMutation();
  const problem = error as Problem | undefined;
  const wrongPassword = problem?.kind === 'rule' && problem.code === 'wrong_password';
  const taken = problem?.kind === 'rule' && problem.code === 'email_taken';
  const beside =
    problem && (wrongPassword || taken || (problem.kind === 'validation' && Object.keys(problem.fields).length > 0));
  const changes = {
    ...(form.email.trim() !== user.email && { email: form.email.trim() }),
    ...(form.new_password && { new_password: form.new_password }),
  };
  const changed = Object.keys(changes).length > 0;
  const reveal = { show: t('auth.showPassword'), hide: t('auth.hidePassword') };

  async function save() {
    const result = await update({ ...changes, current_password: form.current_password });
    if (result.error) return;
    setForm({ ...empty, email: form.email.trim() });
    say(t('settings.account.changed'));
  }

  return (
    <Disclosure label={t('settings.account.credentials')}>
      <Field
        label={t('auth.email')}
        value={form.email}
        error={taken ? t('problem.code.email_taken') : fieldProblem(problem, 'email')}
        onChangeText={(email) => setForm({ ...form, email })}
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
      />
      <Field
        label={t('settings.account.newPassword')}
        help={t('auth.passwordHelp')}
        value={form.new_password}
        error={fieldProblem(problem, 'new_password')}
        onChangeText={(typed) => setForm({ ...form, new_password: typed })}
        reveal={reveal}
        autoComplete="new-password"
      />
      <Field
        label={t('settings.account.currentPassword')}
        value={form.current_password}
        error={wrongPassword ? t('problem.code.wrong_password') : fieldProblem(problem, 'current_password')}
        onChangeText={(typed) => setForm({ ...form, current_password: typed })}
        reveal={reveal}
        autoComplete="current-password"
      />
      {problem && !beside ? <ProblemBanner problem={problem} /> : null}
      <Text variant="small" tone="muted">
        {t('settings.account.endsOthers')}
      </Text>
      <Button
        label={t('settings.account.change')}
        busy={isLoading}
        disabled={!changed || !form.current_password}
        onPress={() => void save()}
      />
    </Disclosure>
  );
}
