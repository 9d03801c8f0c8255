export { JobQuestionsScreen as default } from '@/features/questions';
