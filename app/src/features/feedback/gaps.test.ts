import { partsOf } from './gaps';

it('finds the gaps between the words', () => {
  expect(partsOf('We moved it, [add: when], and it took [Add:how long].')).toEqual([
    { kind: 'text', text: 'We moved it, ' },
    { kind: 'gap', text: 'when' },
    { kind: 'text', text: ', and it took ' },
    { kind: 'gap', text: 'how long' },
    { kind: 'text', text: '.' },
  ]);
});

it('leaves an answer without gaps, and brackets that are none, as they are', () => {
  expect(partsOf('I used [a] list.')).toEqual([{ kind: 'text', text: 'I used [a] list.' }]);
  expect(partsOf('')).toEqual([]);
});

it('takes a gap that was never closed for text', () => {
  expect(partsOf('So [add: when')).toEqual([{ kind: 'text', text: 'So [add: when' }]);
});
