/** The deck: meter, clock and controls of the recording, in the thumb's reach. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import type { useRecorder } from '@/recording';
import { makeStyles, space } from '@/theme';
import { Banner, Live, Text } from '@/ui';

import { Clock } from './Clock';
import type { Target } from './length';
import { Meter } from './Meter';
import { RoundButton } from './RoundButton';
import { Trouble } from './Trouble';
import { useHeard } from './useHeard';

export interface DeckActions {
  prepare: () => void;
  start: () => void;
  finish: () => void;
  again: () => void;
}

interface DeckProps extends DeckActions {
  target: Target;
  recorder: ReturnType<typeof useRecorder>;
}

export function Deck({ recorder, target, ...actions }: DeckProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { phase, problem, interruption } = recorder;
  const heard = useHeard(phase === 'ready');

  if (phase === 'failed' && problem) {
    return (
      <View style={styles.deck}>
        <Trouble problem={problem} onRetry={actions.prepare} />
      </View>
    );
  }
  const running = phase === 'recording' || phase === 'paused' || phase === 'interrupted' || phase === 'saving';
  const hint = running
    ? t(`practice.phase.${phase}`)
    : phase === 'ready'
      ? t(`practice.heard.${heard}`)
      : t('practice.phase.idle');
  return (
    <View style={styles.deck}>
      {interruption && (
        <Banner kind="warning" title={t(`practice.interruption.${interruption}.title`)}>
          {t(`practice.interruption.${interruption}.text`)}
        </Banner>
      )}
      {(running || phase === 'ready') && (
        <Meter live={phase === 'ready' || phase === 'recording'} label={t('practice.meter')} />
      )}
      {running && <Clock target={target} />}
      <Live variant="small" tone={heard === 'nothing' && phase === 'ready' ? 'warm' : 'muted'} centered>
        {hint}
      </Live>
      <Controls recorder={recorder} {...actions} />
      {phase === 'idle' && (
        <Text variant="small" tone="muted" centered>
          {t('practice.nothingCounts')}
        </Text>
      )}
    </View>
  );
}

function Controls({ recorder, prepare, start, finish, again }: Omit<DeckProps, 'target'>) {
  const { t } = useTranslation();
  const styles = useStyles();
  switch (recorder.phase) {
    case 'ready':
      return <RoundButton icon="mic" label={t('practice.control.record')} onPress={start} />;
    case 'recording':
      return (
        <View style={styles.controls}>
          <RoundButton kind="beside" icon="pause" label={t('practice.control.pause')} onPress={recorder.pause} />
          <RoundButton live icon="stop" label={t('practice.control.finish')} onPress={finish} />
          <RoundButton kind="beside" icon="repeat" label={t('practice.control.again')} onPress={again} />
        </View>
      );
    case 'paused':
    case 'interrupted':
      if (!recorder.canResume)
        return <RoundButton icon="check" label={t('practice.control.finish')} onPress={finish} />;
      return (
        <View style={styles.controls}>
          <RoundButton kind="beside" icon="check" label={t('practice.control.finish')} onPress={finish} />
          <RoundButton icon="mic" label={t('practice.control.resume')} onPress={recorder.resume} />
          <RoundButton kind="beside" icon="repeat" label={t('practice.control.again')} onPress={again} />
        </View>
      );
    case 'saving':
      return <RoundButton busy icon="stop" label={t('practice.control.saving')} onPress={() => {}} />;
    default:
      return (
        <RoundButton
          busy={recorder.phase === 'preparing'}
          icon="mic"
          label={t('practice.control.check')}
          onPress={prepare}
        />
      );
  }
}

const useStyles = makeStyles(() => ({
  deck: { gap: space.m, padding: space.l, paddingBottom: space.xl, width: '100%', maxWidth: 560, alignSelf: 'center' },
  controls: { flexDirection: 'row', justifyContent: 'center', alignItems: 'flex-start', gap: space.xl },
}));
