export { JobQuestionsScreen } from './JobQuestionsScreen';
export { OwnQuestionScreen } from './OwnQuestionScreen';
export { QuestionsScreen } from './QuestionsScreen';
