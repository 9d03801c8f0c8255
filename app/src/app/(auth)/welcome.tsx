export { WelcomeScreen as default } from '@/features/auth';
