/** Stages: the steps of something that takes a while, which of them are over, and how far the present one is. */
import { View } from 'react-native';

import { makeStyles, radius, space } from '@/theme';

import { Icon } from './Icon';
import { ProgressBar } from './ProgressBar';
import { Text } from './Text';

export interface Stage {
  key: string;
  label: string;
  state: 'done' | 'now' | 'next' | 'failed';
  /** Of the present stage, 0 to 1; null when it can not be known; undefined for none. */
  progress?: number | null;
  note?: string;
}

export function Stages({ stages }: { stages: Stage[] }) {
  const styles = useStyles();
  return (
    <View role="list">
      {stages.map((stage, at) => {
        const last = at === stages.length - 1;
        const now = stage.state === 'now';
        return (
          <View key={stage.key} role="listitem" style={styles.stage}>
            <View style={styles.track}>
              <Dot state={stage.state} />
              {!last && <View style={[styles.line, stage.state === 'done' && styles.lineDone]} />}
            </View>
            <View style={[styles.words, !last && styles.gap]}>
              <Text strong={now || stage.state === 'failed'} tone={stage.state === 'next' ? 'muted' : 'text'}>
                {stage.label}
              </Text>
              {stage.note ? (
                <Text variant="small" tone="muted">
                  {stage.note}
                </Text>
              ) : null}
              {now && stage.progress !== undefined && <ProgressBar label={stage.label} value={stage.progress} />}
            </View>
          </View>
        );
      })}
    </View>
  );
}

function Dot({ state }: { state: Stage['state'] }) {
  const styles = useStyles();
  if (state === 'done') {
    return (
      <View style={[styles.dot, styles.done]}>
        <Icon name="check" size={14} tone="onAccent" />
      </View>
    );
  }
  if (state === 'failed') {
    return (
      <View style={[styles.dot, styles.failed]}>
        <Icon name="close" size={14} tone="onDanger" />
      </View>
    );
  }
  return (
    <View style={[styles.dot, state === 'now' ? styles.now : styles.next]}>
      {state === 'now' && <View style={styles.core} />}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  stage: { flexDirection: 'row', gap: space.m },
  track: { alignItems: 'center', width: 24 },
  dot: {
    width: 24,
    height: 24,
    borderRadius: radius.round,
    alignItems: 'center',
    justifyContent: 'center',
    borderWidth: 2,
  },
  done: { backgroundColor: color.accent, borderColor: color.accent },
  failed: { backgroundColor: color.danger, borderColor: color.danger },
  now: { borderColor: color.accent },
  next: { borderColor: color.line },
  core: { width: 10, height: 10, borderRadius: radius.round, backgroundColor: color.accent },
  line: { flex: 1, width: 2, minHeight: space.m, backgroundColor: color.line, marginVertical: space.xs },
  lineDone: { backgroundColor: color.accent },
  words: { flex: 1, gap: space.xs + 2 },
  gap: { paddingBottom: space.l },
}));
