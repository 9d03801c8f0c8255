/** History: every answer, newest first, with the attempts at one question together. */
import { useDeferredValue, useState } from 'react';
import { View } from 'react-native';

import { api, useListSessionsQuery } from '@/api';
import { TakeShelf } from '@/features/practice';
import { useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Button, Card, EmptyState, Field, LinkButton, Loaded, Screen, Skeleton, usePages } from '@/ui';

import { GroupRow } from './GroupRow';
import { groupAttempts } from './groups';
import { HistoryStats } from './HistoryStats';

/** Answers that one request brings. */
const PAGE = 50;

export function HistoryScreen() {
  const { t } = useTranslation();
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim()) || undefined;
  const query = useListSessionsQuery({ limit: PAGE, q });
  const [fetchPage] = api.useLazyListSessionsQuery();
  const list = usePages(query.data, async (cursor) => (await fetchPage({ limit: PAGE, q, cursor })).data);
  const nothingYet = query.data?.stats.total === 0 && !q;

  return (
    <Screen title={t('history.title')} lead={nothingYet ? undefined : t('history.lead')}>
      <TakeShelf />
      {!nothingYet && (
        <View style={styles.head}>
          {query.data && !q ? <HistoryStats stats={query.data.stats} /> : null}
          <View style={styles.search}>
            <Field
              label={t('history.search')}
              placeholder={t('history.searchHint')}
              value={typed}
              onChangeText={setTyped}
              inputMode="search"
              returnKeyType="search"
            />
          </View>
        </View>
      )}
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {() => {
          if (nothingYet) {
            return (
              <EmptyState
                icon="history"
                title={t('history.empty.title')}
                action={<LinkButton href="/questions" kind="primary" label={t('history.empty.action')} />}
              >
                {t('history.empty.text')}
              </EmptyState>
            );
          }
          const groups = groupAttempts(list.pages.flatMap(({ sessions }) => sessions));
          return (
            <>
              {groups.length === 0 ? (
                <EmptyState icon="search" title={t('history.nothingFound.title')}>
                  {t('history.nothingFound.text', { q: q ?? '' })}
                </EmptyState>
              ) : (
                <Card flush role="list">
                  {groups.map((group, at) => (
                    <GroupRow key={group.root} group={group} first={at === 0} />
                  ))}
                </Card>
              )}
              {list.more && <Button label={t('action.more')} busy={list.loading} onPress={list.loadMore} />}
            </>
          );
        }}
      </Loaded>
    </Screen>
  );
}

function RowsSkeleton() {
  return (
    <Card>
      <Skeleton lines={[0.7, 0.4]} />
      <Skeleton lines={[0.6, 0.35]} />
      <Skeleton lines={[0.75, 0.4]} />
    </Card>
  );
}

const useStyles = makeStyles(() => ({
  head: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    justifyContent: 'space-between',
    gap: space.xl,
  },
  search: { flexGrow: 1, flexShrink: 1, flexBasis: 300, maxWidth: 440 },
}));
