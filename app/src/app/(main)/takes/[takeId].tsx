export { WorkingScreen as default } from '@/features/practice';
