export { CompareScreen } from './compare/CompareScreen';
export { SessionScreen } from './SessionScreen';
