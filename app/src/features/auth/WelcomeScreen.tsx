/** The first page: what this is, and the two ways in. */
import { View } from 'react-native';

import { useAppSelector } from '@/store/hooks';
import { useTranslation } from '@/i18n';
import { makeStyles, space, useLayout } from '@/theme';
import { Banner, LinkButton } from '@/ui';

import { AuthPage } from './AuthPage';
import { Promises } from './Promises';
import { selectSignOutReason } from './slice';

export function WelcomeScreen() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { rail } = useLayout();
  const reason = useAppSelector(selectSignOutReason);
  return (
    <AuthPage
      title={t('auth.welcome.title')}
      heading={rail ? undefined : t('auth.promises.headline')}
      lead={t('auth.welcome.lead')}
    >
      {reason === 'expired' && <Banner title={t('auth.expired.title')}>{t('auth.expired.text')}</Banner>}
      <View style={styles.ways}>
        <LinkButton href="/sign-up" kind="primary" size="l" block label={t('auth.signUp.action')} />
        <LinkButton href="/sign-in" size="l" block label={t('auth.signIn.action')} />
      </View>
      {!rail && <Promises />}
    </AuthPage>
  );
}

const useStyles = makeStyles(() => ({
  ways: { gap: space.m },
}));
