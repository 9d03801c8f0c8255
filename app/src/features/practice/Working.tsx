/** Working: how far an answer has come, and that nobody has to stay for it. */
import type { ReactNode } from 'react';

import { useTranslation } from '@/i18n';
import { Card, Columns, Live, Stages, Text, type Stage } from '@/ui';

import { WhatHappens } from './WhatHappens';
import { workingStages, type Known } from './workingStages';

export interface WorkingProps extends Known {
  /** Why the upload waits, in words. */
  waiting?: string | null;
  /** Under the stages: what went wrong, and what can be done. */
  children?: ReactNode;
}

export function Working({ waiting, children, ...known }: WorkingProps) {
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
    <Columns
      share={0.6}
      main={
        <>
          <Card>
            <Stages stages={stages} />
          </Card>
          {now?.state === 'now' && <Text tone="muted">{t('working.leave')}</Text>}
          {children}
          <Live style={{ position: 'absolute', width: 1, height: 1, opacity: 0 }}>{now?.label}</Live>
        </>
      }
      aside={now?.state === 'now' ? <WhatHappens /> : null}
    />
  );
}
