/** The measures that are counts: fillers, silences, hedges and repetitions. Somebody who stutters may hide them. */
import type { Delivery } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { Text } from '@/ui';

import { notMeasured, reference } from '../model';
import { Measure } from './Measure';
import { TimelineChart } from './TimelineChart';
import { WordList } from './WordList';

interface CountsProps {
  delivery: Delivery;
  durationS: number;
}

export function Counts({ delivery, durationS }: CountsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const {
    fillers_per_minute: rate,
    fillers,
    pauses,
    longest_pause_s: longest,
    hedges,
    repetitions,
    most_repeated: words = [],
  } = delivery;
  const paused = notMeasured(delivery, 'pauses');
  return (
    <>
      <Measure
        label={t('delivery.fillers.label')}
        value={
          rate === null ? null : t('delivery.fillers.value', { rate: format.number(rate, 1), count: fillers.length })
        }
        missing={notMeasured(delivery, 'fillers_per_minute')}
        reference={reference(delivery, 'fillers_per_minute')}
        at={rate}
        scale={[0, 15]}
      />
      <Measure
        label={t('delivery.pauses.label')}
        value={paused ? null : t('delivery.pauses.value', { count: pauses.length })}
        missing={paused}
        reference={reference(delivery, 'pauses')}
      >
        {longest !== null && longest >= 1 && (
          <Text variant="small" tone="muted">
            {t('delivery.pauses.longest', { seconds: format.number(longest, 1) })}
          </Text>
        )}
        {(pauses.length > 0 || fillers.length > 0) && (
          <TimelineChart fillers={fillers} pauses={pauses} durationS={durationS} />
        )}
      </Measure>
      {hedges.length > 0 && (
        <Measure label={t('delivery.hedges.label')} value={format.number(hedges.length)}>
          <WordList label={t('delivery.hedges.label')} words={hedges} />
        </Measure>
      )}
      {repetitions.length > 0 && (
        <Measure label={t('delivery.repetitions.label')} value={format.number(repetitions.length)}>
          {notMeasured(delivery, 'repetitions') ? (
            <Text variant="small" tone="muted">
              {notMeasured(delivery, 'repetitions')}
            </Text>
          ) : null}
          <WordList label={t('delivery.repetitions.label')} words={repetitions} />
        </Measure>
      )}
      {words.length > 0 && (
        <Measure
          label={t('delivery.words.label')}
          value={words.map(({ text, count }) => `${text} ${format.number(count)}×`).join(', ')}
        />
      )}
    </>
  );
}
