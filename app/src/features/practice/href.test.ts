import { practiceHref, practiceTarget, type PracticeParams } from './href';

it('reads back what it wrote', () => {
  const target = {
    text: 'Tell me about a conflict & how it ended?',
    competency: 'result',
    tips: ['One event.', 'Your part.'],
    target_s: 120,
    attemptOf: 12,
  };
  const { params } = practiceHref(target) as { params: PracticeParams };
  expect(practiceTarget(params)).toEqual(target);
});

it('takes an address by hand for what it is', () => {
  expect(practiceTarget({})).toBeNull();
  expect(practiceTarget({ question: '  ' })).toBeNull();
  expect(practiceTarget({ question: 'Why us?', attemptOf: 'x', target: '-1', tips: 'Be short.' })).toEqual({
    text: 'Why us?',
    competency: null,
    tips: ['Be short.'],
    target_s: null,
    attemptOf: null,
  });
});
