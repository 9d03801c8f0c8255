export { AppFrame } from './AppFrame';
export { NotFoundScreen } from './NotFoundScreen';
export { RootFrame } from './RootFrame';
export { Splash } from './Splash';
