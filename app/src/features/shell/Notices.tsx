/** Notices: what holds for the whole app at the moment. No network; an engine that is only basic. */
import { useState } from 'react';
import { View } from 'react-native';

import { useEngines } from '@/features/settings';
import { useTranslation } from '@/i18n';
import { useAppSelector } from '@/store/hooks';
import { makeStyles, space } from '@/theme';
import { Icon, IconButton, Text } from '@/ui';
import { selectOnline } from '@/upload';

/** Understood for this visit; the next one says it again. */
let basicUnderstood = false;

interface NoticesProps {
  /** Only what bears on what somebody is doing now. */
  quiet: boolean;
}

export function Notices({ quiet }: NoticesProps) {
  const { t } = useTranslation();
  const online = useAppSelector(selectOnline);
  const { speech } = useEngines();
  const [understood, setUnderstood] = useState(basicUnderstood);

  function understand() {
    basicUnderstood = true;
    setUnderstood(true);
  }

  return (
    <>
      {!online && (
        <Notice kind="offline" icon="cloudOff" title={t('shell.offline.title')} text={t('shell.offline.text')} />
      )}
      {online && speech.basic && !understood && !quiet && (
        <Notice
          kind="basic"
          icon="info"
          title={t('shell.basic.title')}
          text={t('shell.basic.text')}
          dismiss={{ label: t('shell.basic.dismiss'), onPress: understand }}
        />
      )}
    </>
  );
}

interface NoticeProps {
  kind: 'offline' | 'basic';
  icon: 'cloudOff' | 'info';
  title: string;
  text: string;
  dismiss?: { label: string; onPress: () => void };
}

function Notice({ kind, icon, title, text, dismiss }: NoticeProps) {
  const styles = useStyles();
  const tone = kind === 'offline' ? 'warm' : 'cool';
  return (
    <View role="status" style={[styles.notice, styles[kind]]}>
      <Icon name={icon} size={18} tone={tone} />
      <Text variant="small" style={styles.words}>
        <Text variant="small" strong>{`${title}. `}</Text>
        {text}
      </Text>
      {dismiss && <IconButton icon="close" label={dismiss.label} onPress={dismiss.onPress} />}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  notice: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    paddingHorizontal: space.l,
    minHeight: 48,
    paddingVertical: space.s,
  },
  offline: { backgroundColor: color.warmSoft },
  basic: { backgroundColor: color.coolSoft },
  words: { flex: 1 },
}));
