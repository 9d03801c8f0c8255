/** The shelf: recordings that are still on this device, either on their way up or rescued from a closed tab. */
import { useState } from 'react';
import { View } from 'react-native';

import { useProblemText, useTranslation } from '@/i18n';
import { useAppDispatch, useAppSelector } from '@/store/hooks';
import { space } from '@/theme';
import { discardTake, retryUpload, selectRecoveredTakes, selectUploads, sendTake } from '@/upload';

import { AskBeforeDiscard } from './AskBeforeDiscard';
import { ShelfRow } from './ShelfRow';
import { useWaitingWords } from './useWaitingWords';

export function TakeShelf() {
  const { t } = useTranslation();
  const words = useProblemText();
  const waitingWords = useWaitingWords();
  const dispatch = useAppDispatch();
  const recovered = useAppSelector(selectRecoveredTakes);
  const uploads = useAppSelector(selectUploads).filter(({ stage }) => stage !== 'done');
  const [asking, setAsking] = useState<string | null>(null);
  if (recovered.length === 0 && uploads.length === 0) return null;

  function discard() {
    if (asking) dispatch(discardTake(asking));
    setAsking(null);
  }

  return (
    <View role="region" aria-label={t('shelf.label')} style={{ gap: space.m }}>
      {recovered.map((take) => (
        <ShelfRow
          key={take.id}
          {...take}
          takeId={take.id}
          state="recovered"
          note={t('shelf.recovered')}
          onSend={() => dispatch(sendTake(take.id))}
          onDiscard={() => setAsking(take.id)}
        />
      ))}
      {uploads.map((upload) => (
        <ShelfRow
          key={upload.takeId}
          {...upload}
          state={upload.stage === 'failed' ? 'failed' : 'sending'}
          progress={upload.stage === 'uploading' ? upload.progress : null}
          note={upload.problem ? words(upload.problem) : (waitingWords(upload) ?? t('shelf.sending'))}
          onSend={() => dispatch(retryUpload(upload.takeId))}
          onDiscard={() => setAsking(upload.takeId)}
        />
      ))}
      <AskBeforeDiscard open={asking !== null} onKeep={() => setAsking(null)} onDiscard={discard} />
    </View>
  );
}
