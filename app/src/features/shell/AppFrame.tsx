/** The frame of the signed-in app: navigation at the side or at the bottom, and what holds everywhere above the page. */
import { usePathname } from 'expo-router';
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { useGetMeQuery } from '@/api';
import { useTranslation } from '@/i18n';
import { makeStyles, space, useLayout } from '@/theme';
import { BottomTabs, SideRail, Text, type Place } from '@/ui';

import { Notices } from './Notices';

/** Where somebody speaks: tabs and advice are out of the way, and the record control has the thumb to itself. */
const undisturbed = /^\/practice/;

export function AppFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { rail } = useLayout();
  const path = usePathname();
  const { data: me } = useGetMeQuery();
  const places: Place[] = [
    { href: '/', label: t('nav.home'), icon: 'home' },
    { href: '/questions', label: t('nav.questions'), icon: 'questions' },
    { href: '/history', label: t('nav.history'), icon: 'history' },
    { href: '/settings', label: t('nav.settings'), icon: 'settings' },
  ];
  if (rail) {
    return (
      <View style={styles.row}>
        <SideRail label={t('nav.label')} places={places}>
          {me && (
            <View style={styles.person}>
              {me.name ? (
                <Text variant="small" strong numberOfLines={1}>
                  {me.name}
                </Text>
              ) : null}
              <Text variant="caption" tone="muted" numberOfLines={1}>
                {me.email}
              </Text>
            </View>
          )}
        </SideRail>
        <View style={styles.page}>
          <Notices quiet={undisturbed.test(path)} />
          {children}
        </View>
      </View>
    );
  }
  return (
    <View style={styles.page}>
      <Notices quiet={undisturbed.test(path)} />
      {children}
      {!undisturbed.test(path) && <BottomTabs label={t('nav.label')} places={places} />}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  row: { flex: 1, flexDirection: 'row', backgroundColor: color.page },
  page: { flex: 1, minWidth: 0, backgroundColor: color.page },
  person: { paddingHorizontal: space.m, gap: 2 },
}));
