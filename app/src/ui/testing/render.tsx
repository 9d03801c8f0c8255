import { render as renderBare } from '@testing-library/react-native';
import type { ReactElement } from 'react';
import { SafeAreaProvider } from 'react-native-safe-area-context';

import '@/i18n';
import { ThemeProvider } from '@/theme';

/** A phone without a notch. */
const metrics = { frame: { x: 0, y: 0, width: 390, height: 844 }, insets: { top: 0, right: 0, bottom: 0, left: 0 } };

/** Renders a part of the app in its theme and with its texts. */
export function render(element: ReactElement) {
  return renderBare(
    <SafeAreaProvider initialMetrics={metrics}>
      <ThemeProvider scheme="light" textScale={1}>
        {element}
      </ThemeProvider>
    </SafeAreaProvider>,
  );
}
