/** The frame of the sign-in pages: the form, and on a wide window what the product promises beside it. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { makeStyles, space, useLayout } from '@/theme';
import { Logo, Screen } from '@/ui';

import { Promises } from './Promises';

interface AuthPageProps {
  title: string;
  /** The heading where it is not the title. */
  heading?: string;
  lead?: string;
  children: ReactNode;
}

export function AuthPage({ title, heading, lead, children }: AuthPageProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { rail } = useLayout();
  const page = (
    <Screen
      title={title}
      heading={heading}
      lead={lead}
      width="form"
      centred={rail}
      back={rail ? undefined : <Logo name={t('app.name')} />}
    >
      {children}
    </Screen>
  );
  if (!rail) return page;
  return (
    <View style={styles.split}>
      <View style={styles.side} role="complementary" aria-label={t('auth.promises.label')}>
        <Logo name={t('app.name')} size={34} />
        <Promises />
      </View>
      <View style={styles.form}>{page}</View>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  split: { flex: 1, flexDirection: 'row', backgroundColor: color.page },
  side: {
    flex: 0.46,
    justifyContent: 'space-between',
    padding: space.huge,
    gap: space.xl,
    backgroundColor: color.accentSoft,
  },
  form: { flex: 0.54, justifyContent: 'center' },
}));
