export { AnswerRow } from './AnswerRow';
export { HistoryScreen } from './HistoryScreen';
