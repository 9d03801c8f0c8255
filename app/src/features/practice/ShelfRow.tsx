/** One recording on the shelf: when it was made, what is known of it, and what can be done. */
import { View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Button, Card, Icon, LinkButton, ProgressBar, Text } from '@/ui';

interface ShelfRowProps {
  takeId: string;
  question: string | null;
  title: string;
  createdAt: number | string;
  durationMs: number;
  state: 'recovered' | 'sending' | 'failed';
  progress?: number | null;
  note: string;
  onSend: () => void;
  onDiscard: () => void;
}

export function ShelfRow({
  takeId,
  question,
  title,
  createdAt,
  durationMs,
  state,
  progress,
  note,
  onSend,
  onDiscard,
}: ShelfRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  return (
    <Card style={styles.card}>
      <Icon name={state === 'sending' ? 'upload' : 'mic'} size={22} tone={state === 'failed' ? 'danger' : 'accent'} />
      <View style={styles.words}>
        <Text strong>
          {t('shelf.kept', { time: format.date(createdAt, 'time'), duration: format.duration(durationMs / 1000) })}
        </Text>
        <Text variant="small" tone="muted" numberOfLines={2}>
          {question ?? title}
        </Text>
        <Text variant="small" tone={state === 'failed' ? 'danger' : 'muted'}>
          {note}
        </Text>
        {state === 'sending' && progress !== null && progress !== undefined && (
          <ProgressBar label={t('shelf.sending')} value={progress} />
        )}
      </View>
      <View style={styles.actions}>
        {state === 'sending' ? (
          <LinkButton size="s" href={`/takes/${takeId}`} label={t('shelf.look')} />
        ) : (
          <>
            <Button
              size="s"
              kind="primary"
              label={state === 'failed' ? t('action.tryAgain') : t('action.send')}
              onPress={onSend}
            />
            <Button size="s" kind="quiet" label={t('action.discard')} onPress={onDiscard} />
          </>
        )}
      </View>
    </Card>
  );
}

const useStyles = makeStyles(() => ({
  card: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.l, padding: space.l },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 220, gap: 2 },
  actions: { flexDirection: 'row', alignItems: 'center', gap: space.s },
}));
