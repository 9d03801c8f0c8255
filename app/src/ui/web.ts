import { Platform } from 'react-native';

/**
 * Props or style rules that only a browser understands (React Native's types do not know them): given on the web, left
 * out elsewhere.
 */
export function web(only: Record<string, unknown>): Record<string, never> {
  return (Platform.OS === 'web' ? only : {}) as Record<string, never>;
}
