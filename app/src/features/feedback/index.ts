export { ChatScreen } from './chat/ChatScreen';
export { CompareScreen } from './compare/CompareScreen';
export { EarlierScreen } from './earlier/EarlierScreen';
export { SessionScreen } from './SessionScreen';
