/** The filters of the bank: what questions are about, and for whom. */

/** The six competencies of the rubric. */
export const competencies = ['relevance', 'structure', 'specificity', 'reasoning', 'result', 'clarity'] as const;

export interface Filters {
  q: string;
  competency: string | null;
  role: string | null;
}

export const noFilters: Filters = { q: '', competency: null, role: null };

/** The eight roles of the bank. */
export const roles = [
  'software_engineer',
  'data_analyst',
  'product_manager',
  'designer',
  'sales',
  'nurse',
  'teacher',
  'team_lead',
] as const;
