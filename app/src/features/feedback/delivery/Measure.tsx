/** One measure of the delivery: its value, the ordinary range it lies in or beside, and where that range comes from. */
import { useState, type ReactNode } from 'react';
import { Pressable, View } from 'react-native';

import type { Reference } from '@/api';
import { useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Icon, Text, web } from '@/ui';

interface MeasureProps {
  label: string;
  /** Already in words; null when it was not measured. */
  value: string | null;
  /** Why it was not measured. */
  missing?: string;
  reference?: Reference;
  /** The value on the scale of the reference; without it no range is drawn. */
  at?: number | null;
  /** The ends of the scale on which the range is drawn. */
  scale?: readonly [number, number];
  children?: ReactNode;
}

export function Measure({ label, value, missing, reference, at, scale, children }: MeasureProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <View style={styles.measure} role="listitem">
      <View style={styles.head}>
        <View style={styles.label}>
          <Text>{label}</Text>
          {reference && (
            <Pressable
              role="button"
              aria-label={t('delivery.whatIsUsual', { label })}
              aria-expanded={open}
              onPress={() => setOpen(!open)}
              hitSlop={10}
              style={styles.info}
              {...web({ title: t('delivery.whatIsUsual', { label }) })}
            >
              <Icon name="info" size={17} tone={open ? 'accent' : 'muted'} />
            </Pressable>
          )}
        </View>
        <Text strong tone={value === null ? 'muted' : 'text'} tabular style={styles.value}>
          {value ?? t('delivery.notMeasured')}
        </Text>
      </View>
      {value === null && missing ? (
        <Text variant="small" tone="muted">
          {missing}
        </Text>
      ) : null}
      {reference && at !== null && at !== undefined && scale && <Range reference={reference} at={at} scale={scale} />}
      {children}
      {reference && open && (
        <View style={styles.source}>
          <Text variant="small">{reference.text}</Text>
          <Text variant="small" tone="muted">
            {t('delivery.source', { source: reference.source })}
          </Text>
        </View>
      )}
    </View>
  );
}

/** Where the value lies; the ordinary range is the lighter part. It judges nothing: a value outside is not red. */
function Range({
  reference,
  at,
  scale: [from, to],
}: {
  reference: Reference;
  at: number;
  scale: readonly [number, number];
}) {
  const styles = useStyles();
  const share = (value: number) => Math.min(1, Math.max(0, (value - from) / (to - from))) * 100;
  const left = share(reference.low ?? from);
  return (
    <View style={styles.track} aria-hidden>
      <View style={[styles.usual, { left: `${left}%`, width: `${share(reference.high ?? to) - left}%` }]} />
      <View style={[styles.mark, { left: `${share(at)}%` }]} />
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  measure: { gap: space.s },
  head: { flexDirection: 'row', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: space.m },
  value: { textAlign: 'right' },
  track: { height: 8, borderRadius: radius.round, backgroundColor: color.sunken },
  usual: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    borderRadius: radius.round,
    backgroundColor: color.accent,
    opacity: 0.35,
  },
  mark: {
    position: 'absolute',
    top: -4,
    width: 4,
    height: 16,
    marginLeft: -2,
    borderRadius: 2,
    backgroundColor: color.text,
  },
  label: { flexDirection: 'row', alignItems: 'center', gap: space.xs },
  info: { width: 26, height: 26, borderRadius: radius.round, alignItems: 'center', justifyContent: 'center' },
  source: { gap: space.xs, padding: space.m, borderRadius: radius.s, backgroundColor: color.page },
}));
