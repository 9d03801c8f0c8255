/** What is wrong with a form as a whole; what belongs to one field stands beside that field instead. */
import type { Problem } from '@/api';
import { ProblemBanner } from '@/ui';

export function FormProblem({ problem }: { problem: Problem | undefined }) {
  if (!problem) return null;
  if (problem.kind === 'validation' && Object.keys(problem.fields).length > 0) return null;
  if (problem.kind === 'rule' && problem.code === 'email_taken') return null;
  if (problem.kind === 'credentials' && problem.code === 'invalid_credentials') return null;
  return <ProblemBanner problem={problem} />;
}
