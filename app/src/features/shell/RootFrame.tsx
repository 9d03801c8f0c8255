/** What stands around every page: theme, language, messages. */
import type { ReactNode } from 'react';
import { StatusBar } from 'expo-status-bar';
import { View } from 'react-native';
import { SafeAreaProvider } from 'react-native-safe-area-context';

import { selectSettings } from '@/features/settings';
import { useLanguage } from '@/i18n';
import { useAppSelector } from '@/store/hooks';
import { ThemeProvider, useDocumentTheme, useTheme } from '@/theme';
import { ToastProvider } from '@/ui';

export function RootFrame({ children }: { children: ReactNode }) {
  const { theme, textScale, language } = useAppSelector(selectSettings);
  useLanguage(language);
  return (
    <SafeAreaProvider>
      <ThemeProvider scheme={theme} textScale={textScale}>
        <Ground>
          <ToastProvider>{children}</ToastProvider>
        </Ground>
      </ThemeProvider>
    </SafeAreaProvider>
  );
}

function Ground({ children }: { children: ReactNode }) {
  const { color, scheme } = useTheme();
  useDocumentTheme();
  return (
    <View style={{ flex: 1, backgroundColor: color.page }}>
      <StatusBar style={scheme === 'dark' ? 'light' : 'dark'} />
      {children}
    </View>
  );
}
