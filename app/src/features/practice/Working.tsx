/** Working: how far an answer has come, and that nobody has to stay for it. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Card, Live, Stages, Text, type Stage } from '@/ui';

import { workingStages, type Known } from './workingStages';

export interface WorkingProps extends Known {
  /** Why the upload waits, in words. */
  waiting?: string | null;
}

export function Working({ waiting, ...known }: WorkingProps) {
  const { t } = useTranslation();
  const position = known.progress?.stage === 'queued' ? known.progress.position : null;
  const stages: Stage[] = workingStages(known).map((stage) => {
    const note =
      stage.state !== 'now'
        ? undefined
        : stage.key === 'upload'
          ? (waiting ?? undefined)
          : stage.key === 'queue' && position
            ? t('working.position', { count: position })
            : undefined;
    return { ...stage, label: t(`working.stage.${stage.key}.${stage.state}`), note };
  });
  const now = stages.find(({ state }) => state === 'now' || state === 'failed');
  return (
    <View style={{ gap: space.l }}>
      <Card>
        <Stages stages={stages} />
      </Card>
      <Text tone="muted">{t('working.leave')}</Text>
      <Live style={{ position: 'absolute', width: 1, height: 1, opacity: 0 }}>{now?.label}</Live>
    </View>
  );
}
