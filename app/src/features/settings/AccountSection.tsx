/** Who the person is here: the name, the address and the password. */
import { useState } from 'react';

import { fieldProblem, useGetMeQuery, useUpdateMeMutation, type Problem, type User } from '@/api';
import { useTranslation } from '@/i18n';
import { Button, Field, Loaded, ProblemBanner, useToast } from '@/ui';

import { CredentialsForm } from './CredentialsForm';
import { Section } from './Section';

export function AccountSection() {
  const { t } = useTranslation();
  const me = useGetMeQuery();
  return (
    <Section title={t('settings.account.title')}>
      <Loaded query={me}>
        {(user) => (
          <>
            <NameForm user={user} />
            <CredentialsForm user={user} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function NameForm({ user }: { user: User }) {
  const { t } = useTranslation();
  const say = useToast();
  const [name, setName] = useState(user.name ?? '');
  const [update, { isLoading, error }] = useUpdateMeMutation();
  const problem = error as Problem | undefined;
  const beside = problem && fieldProblem(problem, 'name');

  async function save() {
    const result = await update({ name: name.trim() });
    if (!result.error) say(t('settings.account.saved'));
  }

  return (
    <>
      <Field label={t('auth.name')} value={name} error={beside} onChangeText={setName} autoComplete="name" />
      {problem && !beside ? <ProblemBanner problem={problem} /> : null}
      {name.trim() !== (user.name ?? '') && (
        <Button label={t('settings.account.saveName')} busy={isLoading} onPress={() => void save()} />
      )}
    </>
  );
}
