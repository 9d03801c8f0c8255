/** Delivery: how it was said, in measurements beside what is usual. It is no part of the score. */
import { View } from 'react-native';

import type { Delivery } from '@/api';
import { selectSettings } from '@/features/settings';
import { useFormat, useTranslation } from '@/i18n';
import { useAppSelector } from '@/store/hooks';
import { space } from '@/theme';
import { Card, Heading, Text } from '@/ui';

import { notMeasured, reference } from '../model';
import { Counts } from './Counts';
import { Measure } from './Measure';
import { PaceChart } from './PaceChart';

interface DeliveryCardProps {
  delivery: Delivery;
  durationS: number;
}

export function DeliveryCard({ delivery, durationS }: DeliveryCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { hideDeliveryCounts } = useAppSelector(selectSettings);
  const pace = delivery.words_per_minute;
  const length = delivery.length ?? null;
  const paceReference = reference(delivery, 'words_per_minute');
  return (
    <Card style={{ gap: space.xl }}>
      <View style={{ gap: space.xs }}>
        <Heading level={2}>{t('delivery.title')}</Heading>
        <Text variant="small" tone="muted">
          {t('delivery.lead')}
        </Text>
      </View>
      <View role="list" style={{ gap: space.xl }}>
        <Measure
          label={t('delivery.pace.label')}
          value={pace === null ? null : t('delivery.pace.value', { pace: format.number(pace) })}
          missing={notMeasured(delivery, 'words_per_minute')}
          reference={paceReference}
          at={pace}
          scale={[60, 220]}
        >
          {delivery.pace_curve.length > 2 && (
            <PaceChart curve={delivery.pace_curve} durationS={durationS} reference={paceReference} />
          )}
        </Measure>
        {length && (
          <Measure
            label={t('delivery.length.label')}
            value={format.duration(length.answer_s)}
            reference={lengthReference()}
            at={length.answer_s}
            scale={[0, Math.max(length.target_high_s * 1.5, length.answer_s)]}
          />
        )}
        {hideDeliveryCounts ? (
          <Text variant="small" tone="muted">
            {t('delivery.hidden')}
          </Text>
        ) : (
          <Counts delivery={delivery} durationS={durationS} />
        )}
      </View>
    </Card>
  );

  /** The target of this very question, in the general reference's words. */
  function lengthReference() {
    const general = reference(delivery, 'length');
    return general && length ? { ...general, low: length.target_low_s, high: length.target_high_s } : general;
  }
}
