/** Shows what a query brought; until then its shape, and when it fails, why. Data that is already there stays. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { useTranslation, type Fault } from '@/i18n';

import { ProblemBanner } from './ProblemBanner';
import { Skeleton } from './Skeleton';

interface Query<D> {
  data?: D;
  error?: unknown;
  refetch: () => unknown;
}

interface LoadedProps<D> {
  query: Query<D>;
  skeleton?: ReactNode;
  children: (data: D) => ReactNode;
}

export function Loaded<D>({ query, skeleton = <Skeleton />, children }: LoadedProps<D>) {
  const { t } = useTranslation();
  const { data, error, refetch } = query;
  return (
    <>
      {error ? <ProblemBanner problem={error as Fault} onRetry={() => void refetch()} /> : null}
      {data !== undefined ? (
        children(data)
      ) : error ? null : (
        <View role="status" aria-label={t('state.loading')} aria-busy>
          {skeleton}
        </View>
      )}
    </>
  );
}
