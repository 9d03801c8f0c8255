import { fireEvent, screen } from '@testing-library/react-native';
import * as Speech from 'expo-speech';
import { SafeAreaProvider } from 'react-native-safe-area-context';

import { ThemeProvider } from '@/theme';
import { render } from '@/ui/testing/render';

import { QuestionPanel } from './QuestionPanel';

jest.mock('expo-speech', () => ({ speak: jest.fn(), stop: jest.fn() }));

const panel = (quiet: boolean) => <QuestionPanel target={{ text: 'Why us?' }} quiet={quiet} tipsOpen={!quiet} />;

it('falls silent when the recording begins', async () => {
  const { rerender } = await render(panel(false));
  await fireEvent.press(screen.getByRole('button', { name: 'Read it aloud' }));
  expect(Speech.speak).toHaveBeenCalledTimes(1);
  expect(Speech.stop).not.toHaveBeenCalled();
  await rerender(
    <SafeAreaProvider>
      <ThemeProvider scheme="light" textScale={1}>
        {panel(true)}
      </ThemeProvider>
    </SafeAreaProvider>,
  );
  expect(Speech.stop).toHaveBeenCalledTimes(1);
});
