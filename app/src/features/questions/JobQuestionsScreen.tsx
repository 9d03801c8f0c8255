/** Questions from a job description: each with the line of it that it rests on. */
import { useState } from 'react';

import { isProblem, useGenerateQuestionsMutation } from '@/api';
import { useEngines } from '@/features/settings';
import { useTranslation } from '@/i18n';
import {
  BackLink,
  Banner,
  Button,
  Card,
  Columns,
  Field,
  Heading,
  LinkButton,
  ProblemBanner,
  Screen,
  Skeleton,
  Text,
} from '@/ui';

import { GeneratedList } from './GeneratedList';

/** How many are asked for. */
const COUNT = 6;

export function JobQuestionsScreen() {
  const { t } = useTranslation();
  const { languageModel } = useEngines();
  const [form, setForm] = useState({ role: '', job_description: '', resume: '' });
  const [generate, { data, error, isLoading }] = useGenerateQuestionsMutation();
  const [missing, setMissing] = useState(false);
  const refused =
    isProblem(error) && error.kind === 'unavailable' && error.code === 'llm_not_configured' ? error : null;
  const none = languageModel.state === 'none' || refused !== null;

  function submit() {
    const filled = Object.fromEntries(Object.entries(form).filter(([, value]) => value.trim()));
    if (!form.job_description.trim() && !form.role.trim()) return setMissing(true);
    setMissing(false);
    void generate({ count: COUNT, ...filled });
  }

  const fields = (
    <>
      {none && (
        <Banner
          title={t('questions.job.noModel.title')}
          actions={<LinkButton size="s" href="/questions" label={t('questions.job.noModel.bank')} />}
        >
          <Text variant="small">{t('questions.job.noModel.text')}</Text>
          {refused?.detail ? (
            <Text variant="small" tone="muted">
              {refused.detail}
            </Text>
          ) : null}
        </Banner>
      )}
      <Field
        label={t('questions.job.description')}
        error={missing ? t('questions.job.missing') : null}
        value={form.job_description}
        onChangeText={(job_description) => setForm({ ...form, job_description })}
        lines={6}
      />
      <Field
        label={t('questions.job.role')}
        note={t('questions.optional')}
        value={form.role}
        onChangeText={(role) => setForm({ ...form, role })}
      />
      <Field
        label={t('questions.job.resume')}
        note={t('questions.optional')}
        help={t('questions.job.resumeHelp')}
        value={form.resume}
        onChangeText={(resume) => setForm({ ...form, resume })}
        lines={4}
      />
      {error && !refused ? <ProblemBanner problem={error as never} onRetry={submit} /> : null}
      <Button
        kind="primary"
        size="l"
        label={t('questions.job.action')}
        busy={isLoading}
        disabled={none}
        onPress={submit}
      />
    </>
  );

  const results = isLoading ? (
    <Card>
      <Skeleton lines={[0.9, 0.5, 0.85, 0.5, 0.8, 0.5]} />
    </Card>
  ) : data ? (
    <GeneratedList questions={data.questions} />
  ) : (
    <Card>
      <Heading level={2}>{t('questions.job.promise.title')}</Heading>
      <Text tone="muted">{t('questions.job.promise.text')}</Text>
      {languageModel.state === 'remote' && <Text tone="muted">{t('questions.job.leaves')}</Text>}
    </Card>
  );

  return (
    <Screen
      title={t('questions.job.title')}
      lead={t('questions.job.lead')}
      back={<BackLink href="/questions" label={t('action.backQuestions')} />}
    >
      <Columns main={fields} aside={results} share={0.54} />
    </Screen>
  );
}
