/** The take just made, before it goes anywhere: hear it, send it, or say it again. */
import { useEffect, useState } from 'react';
import { View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { useAppDispatch } from '@/store/hooks';
import { makeStyles, space } from '@/theme';
import { Banner, Button, Card, Heading, Text } from '@/ui';
import { usePlayer } from '@/ui/audio';
import { takePlaybackUrl } from '@/upload';

import { TOO_SHORT_S } from './length';

interface ReviewProps {
  take: { id: string; durationMs: number };
  onSend: () => void;
  onAgain: () => void;
}

export function Review({ take, onSend, onAgain }: ReviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const player = usePlayer(useTakeUrl(take.id));
  const seconds = take.durationMs / 1000;
  return (
    <Card style={styles.card}>
      <View style={styles.words}>
        <Heading level={2}>{t('practice.review.title', { duration: format.duration(seconds) })}</Heading>
        <Text tone="muted">{t('practice.review.text')}</Text>
      </View>
      {seconds < TOO_SHORT_S && <Banner kind="warning">{t('practice.review.short', { count: TOO_SHORT_S })}</Banner>}
      <Button kind="primary" size="l" block label={t('practice.review.send')} onPress={onSend} />
      <View style={styles.row}>
        <Button
          icon={player.playing ? 'pause' : 'play'}
          label={player.playing ? t('practice.review.pause') : t('practice.review.listen')}
          disabled={!player.ready}
          onPress={() => (player.playing ? player.pause() : player.play())}
        />
        <Button icon="repeat" label={t('practice.review.again')} onPress={onAgain} />
      </View>
    </Card>
  );
}

function useTakeUrl(takeId: string): string | null {
  const dispatch = useAppDispatch();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    dispatch(takePlaybackUrl(takeId)).then(
      (found) => current && setUrl(found),
      () => current && setUrl(null),
    );
    return () => {
      current = false;
    };
  }, [dispatch, takeId]);
  return url;
}

const useStyles = makeStyles(() => ({
  card: { gap: space.l },
  words: { gap: space.xs },
  row: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s },
}));
