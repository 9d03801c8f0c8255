/** Side by side: this attempt and the one before it. */
import { useLocalSearchParams } from 'expo-router';
import { View } from 'react-native';

import { useGetFeedbackQuery, useGetSessionQuery, type Feedback } from '@/api';
import { selectSettings } from '@/features/settings';
import { useFormat, useNames, useTranslation } from '@/i18n';
import { useAppSelector } from '@/store/hooks';
import { space } from '@/theme';
import { BackLink, Banner, Columns, EmptyState, Loaded, Screen } from '@/ui';

import { AnswerText } from './AnswerText';
import { competencyRows, deliveryRows, scoreRows } from './compare';
import { CompareTable } from './CompareTable';

export function CompareScreen() {
  const { t } = useTranslation();
  const id = Number(useLocalSearchParams<{ id: string }>().id);
  const session = useGetSessionQuery(id);
  const before = session.data?.attempt_of ?? null;
  return (
    <Screen
      title={t('compare.title')}
      eyebrow={session.data?.question ?? session.data?.title}
      back={<BackLink href={`/sessions/${id}`} label={t('compare.back')} />}
    >
      <Loaded query={session}>
        {() =>
          before === null ? (
            <EmptyState icon="compare" title={t('compare.none.title')}>
              {t('compare.none.text')}
            </EmptyState>
          ) : (
            <Comparison before={before} now={id} />
          )
        }
      </Loaded>
    </Screen>
  );
}

/** Why there is a dash where a score would be. */
function NotScored({ title, feedback }: { title: string; feedback: Feedback }) {
  if (feedback.overall_score !== null || !feedback.reason) return null;
  return <Banner title={title}>{feedback.reason.message}</Banner>;
}

function Comparison({ before, now }: { before: number; now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { hideDeliveryCounts } = useAppSelector(selectSettings);
  const old = useGetFeedbackQuery(before);
  const present = useGetFeedbackQuery(now);
  const query = {
    data: old.data && present.data ? ([old.data, present.data] as const) : undefined,
    error: old.error ?? present.error,
    refetch: () => (old.refetch(), present.refetch()),
  };
  return (
    <Loaded query={query}>
      {([was, is]) => {
        const otherCoach =
          was.coach?.kind !== is.coach?.kind ||
          was.coach?.model !== is.coach?.model ||
          was.coach?.rubric_version !== is.coach?.rubric_version;
        const delivery = deliveryRows(was, is).filter(
          ({ key }) => !hideDeliveryCounts || (key !== 'fillers_per_minute' && key !== 'longest_pause_s'),
        );
        return (
          <View style={{ gap: space.xl }}>
            <NotScored title={t('compare.notScored.before')} feedback={was} />
            <NotScored title={t('compare.notScored.now')} feedback={is} />
            {otherCoach && was.coach && is.coach && <Banner kind="warning">{t('compare.otherCoach')}</Banner>}
            <Columns
              share={0.5}
              main={
                <>
                  <CompareTable
                    title={t('feedback.score.title')}
                    rows={scoreRows(was, is)}
                    nameOf={(key) => t(`compare.score.${key as 'overall'}`)}
                    show={(value) => format.number(value)}
                  />
                  <CompareTable
                    title={t('delivery.title')}
                    rows={delivery}
                    nameOf={(key) => t(`compare.measure.${key as 'answer_s'}`)}
                    show={(value, key) =>
                      key === 'answer_s'
                        ? format.clock(value)
                        : format.number(value, key === 'words_per_minute' ? 0 : 1)
                    }
                  />
                </>
              }
              aside={
                <CompareTable
                  title={t('feedback.competencies')}
                  rows={competencyRows(was, is)}
                  nameOf={names.competency}
                  show={(value) => format.number(value)}
                />
              }
            />
            <Columns
              share={0.5}
              main={<AnswerText title={t('compare.before')} sessionId={before} />}
              aside={<AnswerText title={t('compare.now')} sessionId={now} />}
            />
          </View>
        );
      }}
    </Loaded>
  );
}
