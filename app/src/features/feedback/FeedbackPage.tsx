/** Feedback: what was said, how it was judged and why, and what to try next. */
import { useState } from 'react';
import { View } from 'react-native';

import { useGetFeedbackQuery, useGetSessionAudioQuery, useGetTranscriptQuery, type Session } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { space, useLayout } from '@/theme';
import { BackLink, Card, Columns, Loaded, Screen, Segmented, Skeleton } from '@/ui';

import { AnswerActions } from './AnswerActions';
import { DeleteAnswer } from './DeleteAnswer';
import { DeliveryCard } from './delivery/DeliveryCard';
import { EarlierLink } from './earlier/EarlierLink';
import { EngineNote } from './EngineNote';
import { Findings } from './Findings';
import { Onward } from './Onward';
import { PlaybackProvider } from './player/PlaybackContext';
import { PlayerBar } from './player/PlayerBar';
import { TranscriptCard } from './transcript/TranscriptCard';

type Part = 'feedback' | 'transcript' | 'delivery';
const parts: Part[] = ['feedback', 'transcript', 'delivery'];

export function FeedbackPage({ session }: { session: Session }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { twoColumns } = useLayout();
  const [part, setPart] = useState<Part>('feedback');
  const audio = useGetSessionAudioQuery(session.id);
  const transcript = useGetTranscriptQuery(session.id);
  const feedback = useGetFeedbackQuery(session.id);
  const full = feedback.data;
  const durationS = transcript.data?.duration_s ?? session.duration_s ?? 0;

  const words = (
    <Loaded
      query={transcript}
      skeleton={
        <Card>
          <Skeleton lines={[1, 0.95, 1, 0.9, 0.4]} />
        </Card>
      }
    >
      {(data) => (
        <>
          <TranscriptCard sessionId={session.id} transcript={data} feedback={full} />
          <EngineNote engine={data.engine} />
        </>
      )}
    </Loaded>
  );
  const judged = (
    <Loaded
      query={feedback}
      skeleton={
        <Card>
          <Skeleton lines={[0.3, 1, 1, 0.8]} height={20} />
        </Card>
      }
    >
      {(data) => <Findings session={session} feedback={data} />}
    </Loaded>
  );
  const onward = full ? <Onward session={session} feedback={full} /> : null;
  const delivery = full?.delivery ? <DeliveryCard delivery={full.delivery} durationS={durationS} /> : null;

  return (
    <PlaybackProvider
      key={session.id}
      url={audio.currentData?.url ?? null}
      failed={audio.isError}
      onRetry={() => void audio.refetch()}
    >
      <Screen
        title={t('feedback.title')}
        heading={session.question ?? session.title}
        eyebrow={t('feedback.from', {
          date: format.date(session.created_at, 'moment'),
          duration: format.duration(durationS),
        })}
        back={<BackLink href="/history" label={t('action.backHistory')} />}
        actions={<AnswerActions session={session} />}
        footer={
          twoColumns || !transcript.data ? undefined : (
            <View style={{ paddingHorizontal: space.l, paddingVertical: space.s }}>
              <PlayerBar words={transcript.data.words} durationS={durationS} />
            </View>
          )
        }
      >
        {twoColumns ? (
          <Columns
            main={
              <>
                {words}
                {delivery}
                {onward}
              </>
            }
            aside={judged}
            share={0.55}
          />
        ) : (
          <>
            <Segmented
              role="tabs"
              label={t('feedback.parts.label')}
              value={part}
              onChange={setPart}
              options={parts.map((value) => ({ value, label: t(`feedback.parts.${value}`) }))}
            />
            {part === 'transcript' && words}
            {part === 'delivery' && delivery}
            {part === 'feedback' && (
              <>
                {judged}
                {onward}
              </>
            )}
          </>
        )}
        <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: space.m }}>
          <EarlierLink sessionId={session.id} />
          <DeleteAnswer sessionId={session.id} />
        </View>
      </Screen>
    </PlaybackProvider>
  );
}
