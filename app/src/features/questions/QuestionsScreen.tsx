/** Questions: the bank, and the two ways to one's own. */
import { useDeferredValue, useState } from 'react';

import { api, useListQuestionsQuery, type Question } from '@/api';
import { useTranslation } from '@/i18n';
import { useLayout } from '@/theme';
import { Button, Card, Columns, EmptyState, LinkButton, Loaded, Screen, Skeleton, usePages } from '@/ui';

import { FilterBar } from './FilterBar';
import { noFilters } from './filters';
import { QuestionDetail } from './QuestionDetail';
import { QuestionRow } from './QuestionRow';

/** Questions that one request brings. */
const PAGE = 30;

export function QuestionsScreen() {
  const { t } = useTranslation();
  const { rail, twoColumns } = useLayout();
  const [filters, setFilters] = useState(noFilters);
  const [looked, setLooked] = useState<Question | null>(null);
  const q = useDeferredValue(filters.q.trim());
  const asked = {
    limit: PAGE,
    ...(q && { q }),
    ...(filters.competency && { competency: filters.competency }),
    ...(filters.role && { role: filters.role }),
  };
  const query = useListQuestionsQuery(asked);
  const [fetchPage] = api.useLazyListQuestionsQuery();
  const list = usePages(query.data, async (cursor) => (await fetchPage({ ...asked, cursor })).data);
  const questions = list.pages.flatMap((page) => page.questions);
  const shown = questions.find(({ id }) => id === looked?.id) ?? questions[0];

  const bank = (
    <>
      <FilterBar filters={filters} onChange={setFilters} />
      <Loaded
        query={query}
        skeleton={
          <Card>
            <Skeleton lines={[0.9, 0.4, 0.8, 0.4, 0.85, 0.4]} />
          </Card>
        }
      >
        {() =>
          questions.length === 0 ? (
            <EmptyState
              icon="search"
              title={t('questions.nothing.title')}
              action={<LinkButton href="/questions/own" label={t('questions.own.title')} />}
            >
              {t('questions.nothing.text')}
            </EmptyState>
          ) : (
            <>
              <Card flush>
                {questions.map((question, at) => (
                  <QuestionRow
                    key={question.id}
                    question={question}
                    first={at === 0}
                    looked={twoColumns && question.id === shown?.id}
                    onLook={twoColumns ? () => setLooked(question) : undefined}
                  />
                ))}
              </Card>
              {list.more && <Button label={t('action.more')} busy={list.loading} onPress={list.loadMore} />}
            </>
          )
        }
      </Loaded>
    </>
  );

  return (
    <Screen
      title={t('questions.title')}
      lead={t('questions.lead')}
      actions={
        <>
          <LinkButton
            href="/questions/own"
            icon="edit"
            label={rail ? t('questions.own.title') : t('questions.own.short')}
          />
          <LinkButton
            href="/questions/job"
            icon="quote"
            label={rail ? t('questions.job.title') : t('questions.job.short')}
          />
        </>
      }
    >
      {twoColumns ? (
        <Columns share={0.58} stickyAside main={bank} aside={shown ? <QuestionDetail question={shown} /> : null} />
      ) : (
        bank
      )}
    </Screen>
  );
}
