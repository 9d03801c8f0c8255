export { type Engines } from './engines';
export { SettingsScreen } from './SettingsScreen';
export { selectSettings, settingsChanged } from './slice';
export { useEngines } from './useEngines';
